//! ALL takes a query.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person::id).filter(Person::age.gt_all(select(Person::age)));
}
