//! ROLLUP takes columns.

include!("../../../tables.rs");

fn main() {
    let _ = from(Person).group_by(piton::expr::rollup("name"));
}
