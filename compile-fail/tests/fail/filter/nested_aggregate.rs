//! WHERE takes no aggregate, however deep.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person::name).filter(Person::active.and((count(Person::id)).gt(1)));
}
