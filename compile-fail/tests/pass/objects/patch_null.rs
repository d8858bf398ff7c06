//! A column that is NOT NULL is not set to what can be NULL.

include!("../../../tables.rs");

fn program() {
    let _patch = Person::patch(1).age(Person::id);
}

fn main() {}
