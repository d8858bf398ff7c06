//! A frame ends after its start.

include!("../../../tables.rs");

fn main() {
    let _ = window().order_by(Person::id).rows_between(preceding(1), current_row());
}
