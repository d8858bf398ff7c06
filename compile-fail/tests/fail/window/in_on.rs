//! A window function cannot stand in ON.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).join(Author, rank().over(window().order_by(Person::id)).eq(1));
}
