//! There are no ranges of texts.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.in_range(value(piton::value::Range::from(1..3)));
}
