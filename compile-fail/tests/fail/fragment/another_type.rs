//! A fragment is compared with its type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(Person).filter(fragment::<String>("pg_backend_pid()").eq(Person::id));
}
