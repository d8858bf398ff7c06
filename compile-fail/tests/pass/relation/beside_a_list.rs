//! Related rows stand beside the rows of one table.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).with(User::posts);
}
