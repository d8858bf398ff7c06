//! GROUP BY takes no aggregate.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).group_by(max(Person::age));
}
