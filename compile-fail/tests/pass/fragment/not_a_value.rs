//! The type of a fragment is one of PostgreSQL.

include!("../../../tables.rs");

fn main() {
    let _ = select(fragment::<i64>("txid_current()"));
}
