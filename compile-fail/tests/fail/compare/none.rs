//! NULL is found by `is_null`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::email.eq(None::<String>);
}
