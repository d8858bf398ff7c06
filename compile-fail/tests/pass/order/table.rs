//! ORDER BY takes no table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by(Person::id);
}
