//! A table has no comparison; its columns have.

include!("../../../tables.rs");

fn main() {
    let _ = Person.eq(1);
}
