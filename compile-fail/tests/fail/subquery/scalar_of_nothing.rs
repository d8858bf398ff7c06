//! A value is of a query that selects.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, from(Book).scalar()));
}
