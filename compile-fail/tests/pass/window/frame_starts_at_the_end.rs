//! A frame does not start at the end.

include!("../../../tables.rs");

fn main() {
    let _ = window().order_by(Person::id).rows_between(unbounded_preceding(), unbounded_following());
}
