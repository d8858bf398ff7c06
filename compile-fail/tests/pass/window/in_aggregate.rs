//! An aggregate has no window function in it.

include!("../../../tables.rs");

fn main() {
    let _ = select(sum(Person::id));
}
