//! ORDER BY takes expressions.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by("name");
}
