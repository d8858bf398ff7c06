//! Rows that are locked are no groups.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).select(value(1)).having(count_all().gt(1));
}
