//! DISTINCT ON takes columns.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).distinct_on(Person::age + 1);
}
