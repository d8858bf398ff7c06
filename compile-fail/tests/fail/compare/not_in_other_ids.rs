//! The values of NOT IN have the type.

include!("../../../tables.rs");

fn main() {
    let _ = Author::id.not_in([BookId(1)]);
}
