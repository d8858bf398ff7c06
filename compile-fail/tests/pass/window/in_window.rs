//! A window function has no window function in it.

include!("../../../tables.rs");

fn main() {
    let _ = select(lag(Person::id).over(window().order_by(Person::id)));
}
