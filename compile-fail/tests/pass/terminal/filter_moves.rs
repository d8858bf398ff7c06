//! A verb moves the query.

include!("../../../tables.rs");

fn main() {
    let query = select(Person);
    let adults = query.clone().filter(Person::age.ge(18));
    assert_ne!(adults.to_sql(), query.to_sql());
}
