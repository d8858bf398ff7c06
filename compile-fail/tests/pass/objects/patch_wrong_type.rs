//! A column is set to a value of its type.

include!("../../../tables.rs");

fn program() {
    let _patch = Person::patch(1).age(31);
}

fn main() {}
