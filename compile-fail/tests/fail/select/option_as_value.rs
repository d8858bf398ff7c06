//! NULL is not a value.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, value(None::<i32>)));
}
