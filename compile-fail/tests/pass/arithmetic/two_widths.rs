//! Numbers of one width are added.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Book::pages + Book::pages;
}
