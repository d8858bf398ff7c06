//! A patch does not change the primary key.

include!("../../../tables.rs");

fn program() {
    let _patch = Person::patch(1).id(2);
}

fn main() {}
