//! An optional filter is added by `if let`.

include!("../../../tables.rs");

fn main() {
    let min_age = Some(25);
    let mut query = select(Person);
    query = query.filter(min_age.map(|age| Person::age.gt(age)));
    let _ = query;
}
