//! An alias has the columns of its table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Manager.name);
}
