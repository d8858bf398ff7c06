//! An order does nothing alone.
#![deny(unused_must_use)]

include!("../../../tables.rs");

fn main() {
    Person::age.desc();
}
