//! A subquery has the type of what it is compared with.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::name.eq(select(Book::title).scalar()));
}
