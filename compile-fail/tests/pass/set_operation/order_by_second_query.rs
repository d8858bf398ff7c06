//! The columns of the result are those of the first query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::name).union(select(Book::title)).order_by(Person::name.desc());
}
