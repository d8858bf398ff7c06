//! ORDER BY takes a tuple, not an array.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).order_by((Person::name.asc(), Person::age.desc()));
}
