//! NULL is found by `is_null`.

include!("../../../tables.rs");

fn main() {
    let _ = Person::email.eq(None::<String>);
}
