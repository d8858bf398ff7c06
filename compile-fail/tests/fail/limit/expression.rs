//! LIMIT takes no expression.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).limit(value(10));
}
