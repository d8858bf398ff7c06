//! A fragment is a condition if it is a boolean.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(fragment::<bool>("random() > 0.5"));
}
