//! An aggregate has one order.

include!("../../../tables.rs");

fn main() {
    let _ = string_agg(Person::name, ",").order_by(Person::id).order_by(Person::age);
}
