//! A count is compared with an `i64`.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).group_by(Person::name).having(count(Person::id).gt(1));
}
