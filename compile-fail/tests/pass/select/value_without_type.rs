//! A bound value has a PostgreSQL type.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, value(7_i64)));
}
