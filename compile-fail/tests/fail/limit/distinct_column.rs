//! DISTINCT takes no column.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).distinct(Person::name);
}
