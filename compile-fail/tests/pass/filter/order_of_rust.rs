//! A condition is written with `gt`, not with `>`.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age.gt(25));
}
