//! A mean is not one of ids.

include!("../../../tables.rs");

fn main() {
    let _ = select(avg(Author::id));
}
