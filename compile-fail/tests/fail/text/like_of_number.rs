//! LIKE needs a text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.like("3%");
}
