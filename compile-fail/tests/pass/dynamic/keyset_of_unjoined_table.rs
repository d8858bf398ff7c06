//! A page is by columns of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Book::id).order_by(piton::expr::keyset(Book::pages).order());
}
