//! What is compared has a PostgreSQL type.

include!("../../../tables.rs");

struct Name(String);

fn main() {
    let _ = Person::name.eq(Name("Alice".into()).0);
}
