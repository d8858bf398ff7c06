//! A text is compared with a text.

include!("../../../tables.rs");

fn main() {
    let _ = Person::name.eq("30");
}
