//! A patch sets a column once.

include!("../../../tables.rs");

fn program() {
    let _patch = Person::patch(1).age(2).age(3);
}

fn main() {}
