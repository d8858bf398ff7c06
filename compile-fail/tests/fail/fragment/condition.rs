//! A fragment is a condition if it is a boolean.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(fragment::<i32>("random() > 0.5"));
}
