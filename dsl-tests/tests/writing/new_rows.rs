//! New rows, and the builder that makes them.
#![allow(clippy::unwrap_used, dead_code, reason = "a failed step is a failed test; fields are columns")]

use piton::prelude::*;
use piton::query::rows::{NewRow, Slot};

#[derive(Table, Debug, Clone, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    email: Option<String>,
    #[column(default = "7")]
    age: i32,
    tags: Vec<String>,
}

#[test]
fn a_builder_holds_what_was_given() {
    let row = Person::create().name("Alice").email("a@b").tags(["x", "y"]);
    assert!(matches!(row.slot(0), Slot::Omitted));
    assert!(matches!(row.slot(1), Slot::Value));
    assert!(matches!(row.slot(2), Slot::Value));
    assert!(matches!(row.slot(3), Slot::Omitted));
    let row = Person::create()
        .name(String::from("Alice"))
        .email(None::<String>)
        .tags(Vec::<String>::new())
        .age_or_default(Some(5))
        .id(7);
    assert!(matches!(row.slot(3), Slot::Value));
    let row = Person::create().age(fragment::<i32>("1 + 2"));
    assert!(matches!(row.slot(3), Slot::Expression(_)));
    let patch = Person::patch(7).age(Person::age + 1).email(Some("x"));
    assert!(matches!(patch.slot(0), Slot::Value));
}
