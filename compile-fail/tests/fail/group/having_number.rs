//! HAVING takes a condition.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).group_by(Person::name).having(count_all());
}
