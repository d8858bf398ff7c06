//! A fragment is compared with its type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(fragment::<i32>("pg_backend_pid()").eq(Person::id));
}
