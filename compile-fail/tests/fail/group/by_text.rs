//! GROUP BY takes columns, not text.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).group_by("name");
}
