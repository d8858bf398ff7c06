//! The default of LAG has the type of the value.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::lag_or(Person::age, 1, "none").over(window().order_by(Person::id));
}
