//! Each operand of AND reads tables of the query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age.gt(25).and(Person::name.eq("red")));
}
