//! `!` takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = !Person::age;
}
