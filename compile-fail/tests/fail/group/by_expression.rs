//! GROUP BY takes columns.

include!("../../../tables.rs");

fn main() {
    let _ = select(count(Person::id)).group_by(Person::age + 1);
}
