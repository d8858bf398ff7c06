//! A window is not ordered by a window function.

include!("../../../tables.rs");

fn main() {
    let _ = window().order_by(Person::id);
}
