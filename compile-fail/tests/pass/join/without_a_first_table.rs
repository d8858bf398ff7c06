//! A join joins to a table.

include!("../../../tables.rs");

fn main() {
    let _ = from(Book).select(count_all()).cross_join(Person);
}
