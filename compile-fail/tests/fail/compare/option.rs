//! NULL equals nothing, so that no `Option` is compared by `eq`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

fn main() {
    let email = Some("a@b.c");
    let _ = Person::email.eq(email);
}
