//! DISTINCT ON takes columns of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).distinct_on(Person::name);
}
