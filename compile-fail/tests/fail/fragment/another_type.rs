//! A fragment is compared with its type.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(fragment::<String>("pg_backend_pid()").eq(Person::id));
}
