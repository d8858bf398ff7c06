//! A window function cannot be grouped by.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(Person::id);
}
