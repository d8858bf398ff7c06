//! ORDER BY takes no value of Rust.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by((Person::name, "age"));
}
