//! A window function has no window function in it.

include!("../../../tables.rs");

fn main() {
    let _ = select(lag(row_number().over(window().order_by(Person::id))).over(window().order_by(Person::id)));
}
