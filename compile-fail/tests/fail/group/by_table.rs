//! GROUP BY takes columns, not a table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).group_by(Person);
}
