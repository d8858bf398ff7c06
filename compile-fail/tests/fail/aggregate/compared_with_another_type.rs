//! A count is compared with an `i64`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::name).group_by(Person::name).having(count(Person::id).gt(1_i32));
}
