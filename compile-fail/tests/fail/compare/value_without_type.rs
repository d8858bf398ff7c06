//! What is compared has a PostgreSQL type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

struct Name(&'static str);

fn main() {
    let _ = Person::name.eq(Name("Alice"));
}
