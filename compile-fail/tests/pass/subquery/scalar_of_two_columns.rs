//! A value is of one column.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, select(Book::title).scalar()));
}
