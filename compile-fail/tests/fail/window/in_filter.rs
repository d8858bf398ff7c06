//! A window function cannot be filtered by.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(row_number().over(window().order_by(Person::id)).eq(1));
}
