//! HAVING takes a condition.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::name).group_by(Person::name).having(count_all().gt(1));
}
