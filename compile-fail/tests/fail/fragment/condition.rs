//! A fragment is a condition if it is a boolean.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(fragment::<i32>("random() > 0.5"));
}
