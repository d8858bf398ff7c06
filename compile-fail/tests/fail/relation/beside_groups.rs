//! Related rows stand beside rows, not beside groups.

include!("../../../relation_tables.rs");

fn main() {
    let _ = select(User).group_by(User::id).with(User::posts);
}
