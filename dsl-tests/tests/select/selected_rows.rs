//! Structs that are selected field by field.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Person, people};
use piton::prelude::*;

#[derive(Row, Debug, PartialEq)]
struct Summary {
    who: String,
    colors: i64,
    email: Option<String>,
    favorite: Option<FavoriteColor>,
}

#[derive(Row, Debug, PartialEq)]
struct Id {
    r#type: i32,
}

#[tokio::test]
async fn each_field_has_its_expression_in_any_order() {
    let (_database, mut db) = people().await;
    let colors = from(FavoriteColor)
        .filter(FavoriteColor::person_id.eq(outer(Person::id)))
        .select(count_all())
        .scalar();
    let query = select(
        Summary::fields()
            .colors(colors)
            .who(Person::name.concat("!"))
            .favorite(FavoriteColor)
            .email(Person::email),
    )
    .left_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id).and(FavoriteColor::color.eq("blue")))
    .order_by(Person::id);
    assert!(
        query.to_sql().starts_with(r#"SELECT "person"."name" || $1, (SELECT count(*)"#),
        "{}",
        query.to_sql()
    );
    let rows: Vec<Summary> = query.all(&mut db).await.unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0].who.as_str(), rows[0].colors), ("Alice!", 2));
    assert_eq!(rows[0].favorite.as_ref().map(|color| color.id), Some(2));
    assert_eq!((rows[2].colors, &rows[2].favorite), (0, &None));
    assert_eq!(rows[1].email, None);
}

#[tokio::test]
async fn structs_are_nested_and_stand_in_tuples() {
    let (_database, mut db) = people().await;
    let row: (i32, Id) = select((Person::age, Id::fields().r#type(Person::id + 1)))
        .filter(Person::id.eq(1))
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(row, (30, Id { r#type: 2 }));
}

#[tokio::test]
async fn groups_are_selected_as_structs() {
    #[derive(Row, Debug, PartialEq)]
    struct Counted {
        color: String,
        people: i64,
    }
    let (_database, mut db) = people().await;
    let rows = select(Counted::fields().people(count_all()).color(FavoriteColor::color))
        .group_by(FavoriteColor::color)
        .having(count_all().gt(1))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [Counted { color: "red".into(), people: 2 }]);
}

#[tokio::test]
async fn a_column_of_another_type_names_the_column() {
    let (_database, mut db) = people().await;
    dsl_tests::language::run(&mut db, "ALTER TABLE person ALTER id TYPE bigint").await;
    let error = select(Id::fields().r#type(Person::id)).all(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("Person.id"), "{error}");
    let error = select(Id::fields().r#type(Person::id + 1)).all(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("Id.type"), "{error}");
}
