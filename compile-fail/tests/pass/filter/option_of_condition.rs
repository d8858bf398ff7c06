//! An optional filter is added by `if let`.

include!("../../../tables.rs");

fn main() {
    let min_age = Some(25);
    let mut query = select(Person);
    if let Some(age) = min_age {
        query = query.filter(Person::age.gt(age));
    }
    let _ = query;
}
