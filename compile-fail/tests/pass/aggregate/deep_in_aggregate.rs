//! An aggregate has no aggregate in it, however deep.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(sum(Book::pages + Book::pages));
}
