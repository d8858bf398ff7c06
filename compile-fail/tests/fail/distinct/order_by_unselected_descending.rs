//! Distinct rows are ordered by what is selected.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::name, Person::id)).distinct().order_by((Person::name, Person::age.desc()));
}
