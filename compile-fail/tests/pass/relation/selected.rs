//! A relation is selected as nested rows.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select((User::id, User::posts.nested()));
}
