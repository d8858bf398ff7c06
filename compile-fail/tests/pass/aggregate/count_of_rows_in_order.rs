//! The order of rows that are only counted means nothing.

include!("../../../tables.rs");

fn main() {
    let _ = count(Person::id).order_by(Person::id);
}
