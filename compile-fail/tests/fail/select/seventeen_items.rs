//! A tuple has at most 16 items; tuples nest.

include!("../../../tables.rs");

fn main() {
    let c = Person::age;
    let _ = select((c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c));
}
