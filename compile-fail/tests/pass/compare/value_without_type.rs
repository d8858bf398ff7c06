//! What is compared has a PostgreSQL type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

struct Name(String);

fn main() {
    let _ = Person::name.eq(Name("Alice".into()).0);
}
