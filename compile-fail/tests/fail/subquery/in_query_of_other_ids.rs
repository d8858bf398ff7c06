//! IN takes a query of the same ids.

include!("../../../tables.rs");

fn main() {
    let _ = select(Book::title).filter(Book::author_id.in_(select(Book::id)));
}
