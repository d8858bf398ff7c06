//! NULL is not a value.

include!("../../../tables.rs");

fn main() {
    let _ = select((Person::id, fragment::<Option<i32>>("NULL::integer")));
}
