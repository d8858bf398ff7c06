//! A text is joined to a text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.concat(Person::age);
}
