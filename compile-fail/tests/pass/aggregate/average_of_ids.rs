//! A mean is not one of ids.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(avg(Book::price));
}
