//! A function is called to be selected.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select((Person::id, count_all())).group_by(Person::id);
}
