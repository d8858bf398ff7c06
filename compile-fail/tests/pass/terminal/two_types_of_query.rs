//! Two queries of one type are one variable.

include!("../../../tables.rs");

fn main() {
    let by_name = true;
    let query = if by_name { select(Person::name) } else { select(Person::name) };
    let _ = query;
}
