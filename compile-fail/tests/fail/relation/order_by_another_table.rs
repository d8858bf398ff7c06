//! Related rows are ordered by their own columns.

include!("../../../relation_tables.rs");

fn main() {
    let _ = User::posts.order_by(User::name);
}
