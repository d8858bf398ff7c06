//! A join joins to a table.

include!("../../../tables.rs");

fn main() {
    let _ = select(count_all()).cross_join(Person);
}
