//! What `#[derive(Row)]` makes of a struct.
#![allow(dead_code)]

use piton::prelude::*;
use piton::value::{Columns, Row as _, Shape};

#[derive(Table, Debug, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

#[derive(Row, Debug, PartialEq)]
struct Adult {
    id: i32,
    #[column(name = "full_name")]
    name: Option<String>,
    r#type: i64,
}

#[derive(Row, Debug, PartialEq)]
struct Pair(i32, Option<String>);

#[derive(Row, Debug, PartialEq)]
struct Nested {
    person: Person,
    pair: Option<Pair>,
    count: i64,
}

fn row(values: &[Option<&[u8]>]) -> Vec<u8> {
    let mut row = Vec::new();
    for value in values {
        let length = value.map_or(-1, |value| i32::try_from(value.len()).expect("a short value"));
        row.extend(length.to_be_bytes());
        row.extend(value.unwrap_or_default());
    }
    row
}

#[test]
fn fields_are_matched_by_position_and_checked_by_name() {
    let shape = Shape::of::<Adult>();
    let columns: Vec<_> = shape.columns.iter().map(|column| (column.field, column.name)).collect();
    assert_eq!(
        columns,
        [
            (Some(("Adult", "id")), Some("id")),
            (Some(("Adult", "name")), Some("full_name")),
            (Some(("Adult", "type")), Some("type")),
        ]
    );
    let values = row(&[Some(&[0, 0, 0, 1]), Some(b"Alice"), Some(&[0, 0, 0, 0, 0, 0, 0, 2])]);
    let adult = Adult::decode(&mut Columns::new(&values)).expect("an adult");
    assert_eq!(adult, Adult { id: 1, name: Some("Alice".into()), r#type: 2 });
}

#[test]
fn fields_without_names_are_matched_by_position() {
    let shape = Shape::of::<Pair>();
    assert!(shape.columns.iter().all(|column| column.name.is_none()));
    assert_eq!(shape.columns[1].field, Some(("Pair", "1")));
    let values = row(&[Some(&[0, 0, 0, 1]), None]);
    assert_eq!(Pair::decode(&mut Columns::new(&values)).ok(), Some(Pair(1, None)));
}

#[test]
fn rows_can_hold_rows() {
    assert_eq!(Nested::WIDTH, 5);
    let shape = Shape::of::<Nested>();
    let names: Vec<_> = shape.columns.iter().map(|column| column.name).collect();
    assert_eq!(names, [None, None, None, None, Some("count")]);
    assert_eq!(shape.columns[1].field, Some(("Person", "name")));
    let values = row(&[Some(&[0, 0, 0, 1]), Some(b"Bob"), None, None, Some(&[0; 8])]);
    let nested = Nested::decode(&mut Columns::new(&values)).expect("a row");
    assert_eq!(nested, Nested { person: Person { id: 1, name: "Bob".into() }, pair: None, count: 0 });
}
