//! Texts are joined by `concat`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::name.concat(" Smith");
}
