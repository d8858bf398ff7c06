//! A patch sets columns of its table.

include!("../../../tables.rs");

fn program() {
    let _patch = Person::patch(1).color("red");
}

fn main() {}
