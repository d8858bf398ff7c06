//! ORDER BY begins with the columns of DISTINCT ON.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).distinct_on(Person::name).order_by((Person::age + 1, Person::name));
}
