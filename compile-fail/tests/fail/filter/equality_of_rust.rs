//! A condition is written with `eq`, not with `==`.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(Person::age == 30);
}
