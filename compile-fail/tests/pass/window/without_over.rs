//! A window function needs a window.

include!("../../../tables.rs");

fn main() {
    let _ = select(row_number().over(window().order_by(Person::id)));
}
