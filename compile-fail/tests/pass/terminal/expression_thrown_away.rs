//! An expression does nothing alone.
#![deny(unused_must_use)]

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.gt(25);
}
