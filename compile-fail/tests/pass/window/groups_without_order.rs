//! GROUPS need an order.

include!("../../../tables.rs");

fn main() {
    let _ = window().order_by(Person::id).groups_between(preceding(1), current_row());
}
