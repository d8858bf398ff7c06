//! PostgreSQL has no unsigned integers.

include!("../../../tables.rs");

fn main() {
    let age: i32 = 25;
    let _ = Person::age.ge(age);
}
