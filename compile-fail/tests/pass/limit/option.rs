//! An optional LIMIT is added by `if let`.

include!("../../../tables.rs");

fn main() {
    let page = Some(10);
    let mut query = select(Person);
    if let Some(rows) = page {
        query = query.limit(rows);
    }
    let _ = query;
}
