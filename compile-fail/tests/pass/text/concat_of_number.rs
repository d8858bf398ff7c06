//! Only texts are joined.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::name.concat(" years");
}
