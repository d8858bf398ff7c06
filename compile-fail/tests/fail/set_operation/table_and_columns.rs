//! A table is combined with a table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).union(select((Person::id, Person::name)));
}
