//! An integer is not multiplied by a float.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Book::price * 1.5;
}
