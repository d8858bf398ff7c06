//! DISTINCT cannot stand in a window function.

include!("../../../tables.rs");

fn main() {
    let _ = count(Person::age).distinct().over(window().order_by(Person::id));
}
