//! An aggregate has no aggregate in it.

include!("../../../tables.rs");

fn main() {
    let _ = select(max(Person::id));
}
