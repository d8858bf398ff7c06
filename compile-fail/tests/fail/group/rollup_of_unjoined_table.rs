//! ROLLUP takes columns of the query.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(piton::expr::rollup((Person::name, Book::title)));
}
