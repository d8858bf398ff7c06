//! A relation is no condition.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).filter(User::posts.exists());
}
