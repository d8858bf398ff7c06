//! The order of rows that are only counted means nothing.

include!("../../../tables.rs");

fn main() {
    let _ = count_all().order_by(Person::id);
}
