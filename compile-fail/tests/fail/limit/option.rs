//! An optional LIMIT is added by `if let`.

include!("../../../tables.rs");

fn main() {
    let page = Some(10);
    let mut query = select(Person);
    query = query.limit(page);
    let _ = query;
}
