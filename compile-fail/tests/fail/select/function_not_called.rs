//! A function is called to be selected.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, count_all)).group_by(Person::id);
}
