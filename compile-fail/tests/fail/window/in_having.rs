//! A window function cannot stand in HAVING.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select(count_all()).having(rank().over(window()).gt(1));
}
