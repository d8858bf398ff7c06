//! A constant is a number, a boolean or a text.

include!("../../../tables.rs");

fn main() {
    let _ = constant(AuthorId(1)).eq(Author::id);
}
