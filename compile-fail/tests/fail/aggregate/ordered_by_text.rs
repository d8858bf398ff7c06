//! An aggregate is ordered by expressions.

include!("../../../tables.rs");

fn main() {
    let _ = string_agg(Person::name, ",").order_by("id");
}
