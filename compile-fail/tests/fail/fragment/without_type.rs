//! A fragment has a declared type.

include!("../../../tables.rs");

fn main() {
    let _ = select(fragment("pg_backend_pid()"));
}
