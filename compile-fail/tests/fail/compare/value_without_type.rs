//! What is compared has a PostgreSQL type.

include!("../../../tables.rs");

struct Name(&'static str);

fn main() {
    let _ = Person::name.eq(Name("Alice"));
}
