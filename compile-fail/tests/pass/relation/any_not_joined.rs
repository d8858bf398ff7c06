//! The table that a relation begins at is part of the query.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).filter(User::posts.exists());
}
