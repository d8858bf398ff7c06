//! Rows are counted by integers.

include!("../../../tables.rs");

fn main() {
    let _ = window().order_by(Person::id).range_between(preceding(1.5), current_row());
}
