//! Conditions that are collected are of the tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(piton::expr::all([1, 2].map(|id| Book::pages.gt(id))));
}
