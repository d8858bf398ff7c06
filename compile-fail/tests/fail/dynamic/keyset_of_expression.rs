//! A page is by columns.

include!("../../../tables.rs");

fn main() {
    let _ = piton::expr::keyset(Person::age + 1);
}
