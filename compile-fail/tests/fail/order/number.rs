//! ORDER BY takes no position.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by(1);
}
