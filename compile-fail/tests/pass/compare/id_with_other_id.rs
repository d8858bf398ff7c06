//! An id is compared with an id of its type.

include!("../../../tables.rs");

fn main() {
    let _ = Author::id.eq(AuthorId(1));
}
