//! The text of a fragment is part of the program.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let function = "pg_backend_pid()";
    let _ = select(fragment::<i32>(function));
}
