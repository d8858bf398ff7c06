//! A patch reads the columns of its own row.

include!("../../../tables.rs");

fn program() {
    let _patch = Person::patch(1).email(Person::name);
}

fn main() {}
