//! An aggregate has no window function in it.

include!("../../../tables.rs");

fn main() {
    let _ = select(sum(row_number().over(window().order_by(Person::id))));
}
