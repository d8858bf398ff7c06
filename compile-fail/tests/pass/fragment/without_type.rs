//! A fragment has a declared type.

include!("../../../tables.rs");

fn main() {
    let _ = select(fragment::<i32>("pg_backend_pid()"));
}
