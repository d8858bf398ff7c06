//! What `#[derive(Table)]` makes of a struct.
#![allow(dead_code)]

use piton::prelude::*;
use piton::table::{Action, ColumnDef, ForeignKey, Generated, Source};
use piton::value::{Columns, Row as _, Shape, SqlType};

#[derive(Table, Debug, Clone, PartialEq)]
#[table(schema = "app", unique(name, born), index(age, name), check = "age < 200", check = "born > 1800")]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    #[column(sql_type = "varchar(50)", unique, default = "'nobody'")]
    name: String,
    #[column(check = "age >= 0", index)]
    age: i32,
    #[column(skip)]
    cached: Vec<u128>,
    #[column(name = "year_of_birth")]
    born: Option<i16>,
}

#[derive(Table, Debug)]
#[table(name = "colours", primary_key(color, place))]
struct FavoriteColor {
    #[column(on_delete = cascade, references = Person::id, on_update = set_null)]
    person_id: Option<i32>,
    #[column(references = self::Person::name)]
    color: String,
    place: i64,
    #[column(sql_type = "app.Mood[]")]
    moods: Vec<String>,
}

/// Either refers to the other, by its primary key.
#[derive(Table, Debug)]
struct Head {
    #[column(primary_key, references = Tail::id)]
    id: i32,
}

#[derive(Table, Debug)]
struct Tail {
    #[column(primary_key, references = Head::id)]
    id: i32,
    #[column(references = Tail::id, on_delete = set_null)]
    next: Option<i32>,
}

fn column<T: piton::table::Table>(field: &str) -> &'static ColumnDef {
    T::DEFINITION.columns.iter().find(|column| column.field == field).expect("a column of this name")
}

#[test]
fn the_definition_says_what_the_attributes_say() {
    let person = Person::DEFINITION;
    assert_eq!((person.rust_name, person.schema, person.name), ("Person", Some("app"), "person"));
    assert_eq!(person.primary_key, ["id"]);
    assert_eq!(person.unique, [["name", "year_of_birth"]]);
    assert_eq!(person.indexes, [["age", "name"]]);
    assert_eq!(person.checks, ["age < 200", "born > 1800"]);
    let names: Vec<_> = person.columns.iter().map(|column| column.name).collect();
    assert_eq!(names, ["id", "name", "age", "year_of_birth"]);
    assert_eq!(Person::REF.columns, names);

    let id = column::<Person>("id");
    assert!(id.primary_key && !id.nullable && !id.unique && !id.index);
    assert_eq!((id.generated, id.ty.name, id.sql_type), (Generated::Identity, "int4", None));
    let name = column::<Person>("name");
    assert!(name.unique && !name.primary_key);
    assert_eq!((name.generated, name.sql_type), (Generated::Default("'nobody'"), Some("varchar(50)")));
    let age = column::<Person>("age");
    assert_eq!((age.index, age.check, age.generated), (true, Some("age >= 0"), Generated::Never));
    assert!(column::<Person>("born").nullable);
}

#[test]
fn a_primary_key_over_several_columns_keeps_its_order() {
    assert_eq!(FavoriteColor::DEFINITION.name, "colours");
    assert_eq!(FavoriteColor::DEFINITION.primary_key, ["color", "place"]);
    assert!(column::<FavoriteColor>("place").primary_key && !column::<FavoriteColor>("moods").primary_key);
}

#[test]
fn foreign_keys_name_the_table_of_the_other_column() {
    assert_eq!(
        column::<FavoriteColor>("person_id").references,
        Some(ForeignKey {
            schema: Some("app"),
            table: "person",
            column: "id",
            on_delete: Action::Cascade,
            on_update: Action::SetNull
        })
    );
    assert_eq!(column::<FavoriteColor>("color").references.map(|key| key.column), Some("name"));
    assert_eq!(column::<Head>("id").references.map(|key| key.table), Some("tail"));
    assert_eq!(column::<Tail>("id").references.map(|key| key.table), Some("head"));
    assert_eq!(column::<Tail>("next").references.map(|key| key.on_delete), Some(Action::SetNull));
}

#[test]
fn results_are_checked_against_the_overridden_type() {
    let shape = Shape::of::<Person>();
    assert_eq!(shape.columns.len(), Person::WIDTH);
    let fields: Vec<_> = shape.columns.iter().map(|column| column.field).collect();
    assert_eq!(
        fields,
        ["id", "name", "age", "born"].map(|field| Some(("Person", field))),
        "the skipped field is not a column"
    );
    let types: Vec<_> = shape.columns.iter().map(|column| (column.ty.name, column.ty.oid)).collect();
    assert_eq!(types, [("int4", 23), ("varchar", 1043), ("int4", 23), ("int2", 21)]);

    let moods = *column::<FavoriteColor>("moods").override_type.expect("an overridden type");
    assert_eq!(moods, SqlType::named(Some("app"), "mood").array());
}

#[test]
fn a_row_is_decoded_field_by_field() {
    let mut row = Vec::new();
    for value in [Some(&7_i32.to_be_bytes()[..]), Some(b"Alice"), Some(&30_i32.to_be_bytes()), None] {
        let length = value.map_or(-1, |value| i32::try_from(value.len()).expect("a short value"));
        row.extend(length.to_be_bytes());
        row.extend(value.unwrap_or_default());
    }
    let mut columns = Columns::new(&row);
    let person = Person::decode(&mut columns).expect("a person");
    assert_eq!(person, Person { id: 7, name: "Alice".into(), age: 30, cached: Vec::new(), born: None });
    columns.finish().expect("no column left");
    assert!(Person::decode(&mut columns).is_err());
}

#[test]
fn columns_are_constants_of_the_struct_and_fields_of_the_table() {
    assert_eq!(select(Person::born).to_sql(), r#"SELECT "app"."person"."year_of_birth" FROM "app"."person""#);
    assert_eq!(select(Person.born).to_sql(), select(Person::born).to_sql());
    assert_eq!(select(Tail).to_sql(), r#"SELECT "tail"."id", "tail"."next" FROM "tail""#);
}

#[test]
fn tables_and_their_columns_have_numbers_of_their_own() {
    let numbers = [
        std::any::type_name::<<Person as Source>::Id>(),
        std::any::type_name::<<FavoriteColor as Source>::Id>(),
        std::any::type_name::<<Head as Source>::Id>(),
        std::any::type_name::<<Tail as Source>::Id>(),
    ];
    for (i, number) in numbers.iter().enumerate() {
        assert!(!numbers[..i].contains(number));
    }
    let names: Vec<_> = schema![Person, FavoriteColor].iter().map(|table| table.name).collect();
    assert_eq!(names, ["person", "colours"]);
}
