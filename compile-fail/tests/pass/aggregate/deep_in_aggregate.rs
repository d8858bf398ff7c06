//! An aggregate has no aggregate in it, however deep.

include!("../../../tables.rs");

fn main() {
    let _ = select(sum(Book::pages + Book::pages));
}
