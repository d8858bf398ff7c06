//! An id is not a number.

include!("../../../tables.rs");

fn main() {
    let _ = Author::id.eq(1);
}
