//! Both ends of BETWEEN have the type.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.between(18, 30);
}
