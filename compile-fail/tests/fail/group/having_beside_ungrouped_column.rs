//! HAVING without GROUP BY makes one group of all rows.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).having(count_all().gt(1));
}
