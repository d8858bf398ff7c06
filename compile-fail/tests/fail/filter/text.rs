//! WHERE takes no text.

include!("../../../tables.rs");

fn main() {
    let _ = select(Person).filter("age > 25");
}
