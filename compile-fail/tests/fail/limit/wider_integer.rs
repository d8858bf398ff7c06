//! OFFSET is a `u32`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let page: i64 = 3;
    let _ = select(Person).limit(10).offset(page * 10);
}
