//! The columns of an alias are its fields.

include!("../../../tables.rs");

fn main() {
    let _ = select(Manager::name);
}
