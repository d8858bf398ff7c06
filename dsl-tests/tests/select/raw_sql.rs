//! Raw SQL: its rows, its parameters, its errors.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{FavoriteColor, Person, empty, people};
use piton::prelude::*;

#[derive(Row, Debug, PartialEq)]
struct Adult {
    id: i32,
    name: String,
    #[column(name = "mail")]
    email: Option<String>,
}

#[derive(Row, Debug, PartialEq)]
struct Pair(i32, Option<String>);

#[derive(Row, Debug, PartialEq)]
struct Nested {
    person: Person,
    color: Option<FavoriteColor>,
    #[column(name = "n")]
    number: i64,
}

#[tokio::test]
async fn rows_are_values_tuples_tables_and_structs() {
    let (_database, mut db) = people().await;
    let value: i32 = sql!("SELECT max(age) FROM person").one(&mut db).await.unwrap();
    assert_eq!(value, 50);
    let tuples: Vec<(i32, String)> =
        sql!("SELECT id, name FROM person WHERE age > {} ORDER BY id", 35).all(&mut db).await.unwrap();
    assert_eq!(tuples, [(2, "Bob".into()), (3, "Carol".into())]);
    let tables: Vec<Person> =
        sql!("SELECT {}, name, age, email, manager_id FROM {} ORDER BY 1", Person::id, Person)
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(tables, select(Person).order_by(Person::id).all(&mut db).await.unwrap());
    let adults: Vec<Adult> = sql!("SELECT id, name, email AS mail FROM person WHERE id <= 2 ORDER BY id")
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(
        adults,
        [
            Adult { id: 1, name: "Alice".into(), email: Some("alice@example.org".into()) },
            Adult { id: 2, name: "Bob".into(), email: None }
        ]
    );
    let pair: Pair = sql!("SELECT 7, NULL::text").exactly_one(&mut db).await.unwrap();
    assert_eq!(pair, Pair(7, None));
    let nested: Vec<Nested> = sql!(
        "SELECT p.*, c.*, count(*) OVER () AS n FROM person p LEFT JOIN favorite_color c ON c.person_id = p.id ORDER BY p.id, c.id"
    )
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(nested.len(), 4);
    assert_eq!((nested[2].person.id, nested[2].color.as_ref().unwrap().id, nested[2].number), (2, 3, 4));
    assert_eq!(nested[3].color, None);
    let option: Vec<(Option<(i32, String)>, Option<i32>)> =
        sql!("SELECT 1, 'x'::text, 2 UNION ALL SELECT NULL, NULL, NULL").all(&mut db).await.unwrap();
    assert_eq!(option, [(Some((1, "x".into())), Some(2)), (None, None)]);
}

#[tokio::test]
async fn every_verb_runs_raw_sql() {
    let (_database, mut db) = people().await;
    assert_eq!(sql!("UPDATE person SET age = age + {}", 1).execute(&mut db).await.unwrap(), 3);
    assert_eq!(sql!("CREATE TABLE other (id int)").execute(&mut db).await.unwrap(), 0);
    let none: Option<i32> = sql!("SELECT id FROM other").optional(&mut db).await.unwrap();
    assert_eq!(none, None);
    let error = sql!("SELECT id FROM other").one::<i32, _>(&mut db).await.unwrap_err();
    assert!(error.is_not_found());
    let error = sql!("SELECT id FROM person").exactly_one::<i32, _>(&mut db).await.unwrap_err();
    assert!(error.is_too_many_rows());
    let mut rows = sql!("SELECT id FROM person ORDER BY id").stream::<i32>(&mut db);
    assert_eq!(rows.try_next().await.unwrap(), Some(1));
    drop(rows);
    let mut names = Vec::new();
    sql!("SELECT id, name FROM person ORDER BY id")
        .for_each::<(i32, String), _, _>(&mut db, |(id, name)| names.push(format!("{id}{name}")))
        .await
        .unwrap();
    assert_eq!(names, ["1Alice", "2Bob", "3Carol"]);
}

#[tokio::test]
async fn parameters_are_values_options_and_lists() {
    let (_database, mut db) = empty().await;
    let (none, some): (Option<i32>, Option<&str>) = (None, Some("it's"));
    let row: (Option<i32>, Option<String>, i64, Vec<i32>, bool) =
        sql!("SELECT {none}, {some}, {}, {}, {} IS NULL", 5_i64, [1, 2], None::<String>)
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(row, (None, Some("it's".into()), 5, vec![1, 2], true));
    let text = String::from("'; DROP TABLE person; --");
    let back: String = sql!("SELECT {text}").one(&mut db).await.unwrap();
    assert_eq!(back, text);
    let bytes: Vec<u8> = sql!("SELECT {}", &b"\0\xff"[..]).one(&mut db).await.unwrap();
    assert_eq!(bytes, b"\0\xff");
    let braces: String = sql!("SELECT '{{}}' || {}", "x").one(&mut db).await.unwrap();
    assert_eq!(braces, "{}x");
    let n = 4;
    let twice: (i32, i32) = sql!("SELECT {n}, {n} + 1").one(&mut db).await.unwrap();
    assert_eq!(twice, (4, 5));
}

#[tokio::test]
async fn text_that_is_trusted_stands_in_the_statement() {
    let (_database, mut db) = people().await;
    for (order, first) in [("age DESC", 3), ("name", 1)] {
        let query =
            sql!("SELECT id FROM person WHERE id > {} ORDER BY {} LIMIT {}", 0, trusted(order), 1_i64);
        assert_eq!(query.to_sql(), format!("SELECT id FROM person WHERE id > $1 ORDER BY {order} LIMIT $2"));
        assert_eq!(query.one::<i32, _>(&mut db).await.unwrap(), first);
    }
    assert_eq!(db.counters().prepared, 2);
}

/// The message of the error of raw SQL whose rows are decoded to `R`.
async fn message<R: piton::Row>(db: &mut Connection, query: piton::query::RawQuery) -> String {
    let before = query.to_sql();
    let error = query.all::<R, _>(db).await.err().unwrap();
    assert_eq!(error.sql(), Some(&*before));
    error.to_string()
}

#[tokio::test]
async fn a_wrong_row_type_is_told_by_column_rust_type_and_database_type() {
    let (_database, mut db) = people().await;
    let db = &mut db;
    assert_eq!(
        message::<(i32, i32)>(db, sql!("SELECT id, name FROM person")).await,
        "column 2 (`name`) of the result is `text` in the database, and its Rust type is `i32` (`int4`)"
    );
    assert_eq!(
        message::<Option<i64>>(db, sql!("SELECT age FROM person")).await,
        "column 1 (`age`) of the result is `int4` in the database, and its Rust type is `i64` (`int8`)"
    );
    assert_eq!(
        message::<Vec<Option<String>>>(db, sql!("SELECT ARRAY[1]")).await,
        "column 1 (`array`) of the result is `int4[]` in the database, and its Rust type is `Vec<Option<String>>` (`text[]`)"
    );
    assert_eq!(
        message::<Adult>(db, sql!("SELECT id, age AS name, email AS mail FROM person")).await,
        "column 2 (`name`) of the result is `int4` in the database, and `Adult.name` is `String` (`text`)"
    );
    assert_eq!(
        message::<Adult>(db, sql!("SELECT id, email, name FROM person")).await,
        "column 2 of the result is named `email`, and `Adult.name` takes a column named `name`"
    );
    assert_eq!(
        message::<Person>(db, sql!("SELECT id, name, age::int8, email, manager_id FROM person")).await,
        "column 3 (`age`) of the result is `int8` in the database, and `Person.age` is `i32` (`int4`)"
    );
    assert_eq!(
        message::<(i32, String)>(db, sql!("SELECT id FROM person")).await,
        "the result has 1 column and its row type takes 2 columns"
    );
    assert_eq!(
        message::<i32>(db, sql!("DELETE FROM favorite_color WHERE false")).await,
        "the result has no columns and its row type takes 1 column"
    );
    assert_eq!(
        message::<(i32, String)>(db, sql!("SELECT id, email FROM person ORDER BY id")).await,
        "cannot decode column 2 of the result: the value is NULL and its Rust type is not an `Option`"
    );
    assert_eq!(
        message::<Nested>(db, sql!("SELECT NULL::int4, p.name, p.age, p.email, 1, NULL::int4, NULL::int4, NULL::text, 1::int8 AS n FROM person p")).await,
        "cannot decode Person.id (column 1 of the result): the value is NULL and its Rust type is not an `Option`"
    );
}

#[tokio::test]
async fn a_batch_is_a_script_that_stops_at_its_first_error() {
    let (_database, mut db) = empty().await;
    db.batch("CREATE TABLE a (id int); INSERT INTO a VALUES (1); SELECT * FROM a; ; -- nothing")
        .await
        .unwrap();
    db.batch("").await.unwrap();
    let error = db
        .batch("INSERT INTO a VALUES (2); INSERT INTO nowhere VALUES (1); INSERT INTO a VALUES (3)")
        .await
        .unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code()), Some("42P01"));
    let ids: Vec<i32> = sql!("SELECT id FROM a").all(&mut db).await.unwrap();
    assert_eq!(ids, [1], "a script is one transaction");
    let explained = sql!("SELECT id FROM a WHERE id = {}", 1).explain(&mut db).await.unwrap();
    assert!(explained[0].contains("Seq Scan on a"), "{explained:?}");
}
