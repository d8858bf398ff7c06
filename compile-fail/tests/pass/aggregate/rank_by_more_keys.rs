//! A row that is ranked has as many values as there are keys.

include!("../../../tables.rs");

fn main() {
    let _ = select(piton::functions::rank_within((30, "x"), (Person::age, Person::name)));
}
