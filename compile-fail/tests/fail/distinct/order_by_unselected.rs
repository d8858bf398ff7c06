//! Distinct rows are ordered by what is selected.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).distinct().order_by(Person::age);
}
