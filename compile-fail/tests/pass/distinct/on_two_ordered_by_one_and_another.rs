//! ORDER BY begins with all columns of DISTINCT ON.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).distinct_on((Person::name, Person::email)).order_by((Person::email, Person::name, Person::age));
}
