//! A table is combined with itself.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).union(select(Book));
}
