//! WHERE takes no number.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter(1);
}
