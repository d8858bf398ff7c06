//! HAVING comes after GROUP BY.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).having(count_all().gt(1)).group_by(Person::name);
}
