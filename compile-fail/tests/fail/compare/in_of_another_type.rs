//! The values of IN have the type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.in_(["thirty", "forty"]);
}
