//! A table of the subquery hides that of the query around.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(exists(from(Person).filter(Person::manager_id.eq(outer(Person::id)))));
}
