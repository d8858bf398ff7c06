//! GROUPING SETS takes a tuple.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(piton::expr::grouping_sets((Person::name,)));
}
