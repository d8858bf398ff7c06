//! Each key of GROUP BY is of a table of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(count(Person::id)).group_by((Person::name, Person::age));
}
