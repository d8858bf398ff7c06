//! A condition on related rows has no aggregate.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).filter(User::posts.count().gt(5));
}
