//! There are no ranges of texts.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.in_range(value(1));
}
