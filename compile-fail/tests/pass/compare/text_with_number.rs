//! A number is compared with a number.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.eq(30);
}
