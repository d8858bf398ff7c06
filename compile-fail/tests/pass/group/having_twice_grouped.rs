//! HAVING comes after GROUP BY.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(Person::name).having(count_all().gt(1));
}
