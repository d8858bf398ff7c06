//! A window function cannot be grouped by.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(rank().over(window().order_by(Person::id)));
}
