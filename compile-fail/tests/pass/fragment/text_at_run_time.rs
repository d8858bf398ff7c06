//! The text of a fragment is part of the program.

include!("../../../tables.rs");

fn main() {
    let function = "pg_backend_pid()";
    let _ = select(fragment::<i32>(function));
}
