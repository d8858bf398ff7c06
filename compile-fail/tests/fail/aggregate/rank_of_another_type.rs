//! A row that is ranked has a value of the type of its key.

include!("../../../tables.rs");

fn main() {
    let _ = select(piton::functions::rank_within("x", Person::age));
}
