//! A fragment has a declared type.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let _ = select(fragment("pg_backend_pid()"));
}
