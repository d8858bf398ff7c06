//! NULL equals nothing, so that no `Option` is compared by `eq`.

include!("../../../tables.rs");

fn main() {
    let email = Some("a@b.c");
    let _ = Person::email.is_not_distinct_from(email);
}
