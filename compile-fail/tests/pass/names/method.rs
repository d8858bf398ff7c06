//! An expression has the methods that SQL has.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age.eq(30));
}
