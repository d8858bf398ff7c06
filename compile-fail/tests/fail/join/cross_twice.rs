//! A cross join needs a new table.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).cross_join(Person);
}
