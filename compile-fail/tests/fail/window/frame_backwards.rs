//! A frame ends after its start.

include!("../../../tables.rs");

fn main() {
    let _ = window().order_by(Person::id).rows_between(current_row(), preceding(1));
}
