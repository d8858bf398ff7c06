//! Both ends of BETWEEN have the type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = Person::age.between(18, "thirty");
}
