//! CASE, COALESCE, NULLIF, GREATEST, LEAST, truth tests and casts: what they give, and when that is NULL.
#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Person, empty, people, run};
use piton::prelude::*;
use piton::value::Numeric;

#[tokio::test]
async fn case_without_else_is_null_where_nothing_is_true() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Option<i32>, i32, Option<String>)> = select((
        case_when(Person::age.lt(35), 1).when(Person::age.lt(45), 2),
        case_when(Person::age.lt(35), 1).when(Person::age.lt(45), 2).otherwise(3),
        case_when(Person::age.lt(45), Person::email).otherwise("old"),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(rows, [(Some(1), 1, some("alice@example.org")), (Some(2), 2, None), (None, 3, some("old"))]);
}

#[tokio::test]
async fn a_condition_that_is_null_is_not_true() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, String)> = select((
        case_when(Person::manager_id.eq(1), "yes").otherwise("no"),
        case(Person::manager_id).when(1, "one").when(Person::manager_id, "itself").otherwise("none"),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(rows, [pair("no", "none"), pair("yes", "one"), pair("yes", "one")]);
}

#[tokio::test]
async fn coalesce_is_null_only_where_all_are() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, Option<String>, i32)> = select((
        coalesce((Person::email, "none")),
        coalesce((Person::email, None::<String>)),
        coalesce((Person::manager_id, Person::id)),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(rows[1], ("none".to_owned(), None, 1));
    assert_eq!(rows[0].2, 1);
}

#[tokio::test]
async fn an_outer_join_is_undone_by_coalesce() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, String)> = select((Person::name, coalesce((FavoriteColor::color, "none"))))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(Person::id.eq(3))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [("Carol".to_owned(), "none".to_owned())]);
}

#[tokio::test]
async fn greatest_and_least_skip_null() {
    let (_database, mut db) = empty().await;
    let null = || nullable(None::<i32>);
    let row: (i32, i32, Option<i32>, Option<i32>, String) = select((
        greatest((null(), 1, 3, None::<i32>)),
        least((null(), 1, 3)),
        greatest((null(), None::<i32>)),
        least((null(), nullable(Some(4)))),
        greatest(("a", "b")),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(row, (3, 1, None, Some(4), "b".to_owned()));
}

#[tokio::test]
async fn nullif_is_null_where_both_are_equal() {
    let (_database, mut db) = empty().await;
    let row: (Option<i32>, Option<i32>, Option<i32>) =
        select((nullif(1, 1), nullif(1, 2), nullif(1, nullable(None::<i32>)))).one(&mut db).await.unwrap();
    assert_eq!(row, (None, Some(1), Some(1)));
}

#[tokio::test]
async fn truth_tests_are_never_null() {
    let (_database, mut db) = empty().await;
    for (given, expected) in [
        (Some(true), [true, false, false, true, false, true]),
        (Some(false), [false, true, true, false, false, true]),
        (None, [false, true, false, true, true, false]),
    ] {
        let flag = || nullable(given);
        let row: (bool, bool, bool, bool, bool, bool) = select((
            flag().is_true(),
            flag().is_not_true(),
            flag().is_false(),
            flag().is_not_false(),
            flag().is_unknown(),
            flag().is_not_unknown(),
        ))
        .one(&mut db)
        .await
        .unwrap();
        assert_eq!(<[bool; 6]>::from(row), expected, "{given:?}");
    }
}

/// Every cast that compiles is one that the server has, with the value that it must have.
#[tokio::test]
async fn casts_are_those_of_the_server() {
    let (_database, mut db) = empty().await;
    let exact = |text: &str| text.parse::<Numeric>().unwrap();
    macro_rules! casts {
        ($($from:expr => $to:ty: $expected:expr;)+) => {$(
            let found: $to = select(value($from).cast::<$to>()).one(&mut db).await.unwrap();
            assert_eq!(found, $expected, "{} to {}", stringify!($from), stringify!($to));
            let null: Option<$to> = select(nullif($from, $from).cast::<$to>()).one(&mut db).await.unwrap();
            assert_eq!(null, None);
        )+};
    }
    let text = |text: &str| text.to_owned();
    casts! {
        true => bool: true; true => i32: 1; true => String: "true";
        7_i16 => i16: 7; 7_i16 => i32: 7; 7_i16 => i64: 7; 7_i16 => f32: 7.0; 7_i16 => f64: 7.0;
        7_i16 => Numeric: exact("7"); 7_i16 => String: "7";
        7 => bool: true; 7 => i16: 7; 7 => i32: 7; 7 => i64: 7; 7 => f32: 7.0; 7 => f64: 7.0;
        7 => Numeric: exact("7"); 7 => String: "7";
        7_i64 => i16: 7; 7_i64 => i32: 7; 7_i64 => i64: 7; 7_i64 => f32: 7.0; 7_i64 => f64: 7.0;
        7_i64 => Numeric: exact("7"); 7_i64 => String: "7";
        7.5_f32 => i16: 8; 7.5_f32 => i32: 8; 7.5_f32 => i64: 8; 7.5_f32 => f32: 7.5; 7.5_f32 => f64: 7.5;
        7.5_f32 => Numeric: exact("7.5"); 7.5_f32 => String: "7.5";
        6.5 => i16: 6; 6.5 => i32: 6; 6.5 => i64: 6; 6.5 => f32: 6.5; 6.5 => f64: 6.5;
        6.5 => Numeric: exact("6.5"); 6.5 => String: "6.5";
        exact("6.5") => i16: 7; exact("6.5") => i32: 7; exact("6.5") => i64: 7; exact("6.5") => f32: 6.5;
        exact("6.5") => f64: 6.5; exact("6.5") => Numeric: exact("6.5"); exact("6.5") => String: "6.5";
        text("yes") => bool: true; text("7") => i16: 7; text("7") => i32: 7; text("7") => i64: 7;
        text("7.5") => f32: 7.5; text("7.5") => f64: 7.5; text("7.5") => Numeric: exact("7.5");
        text("a") => String: "a"; text("\\x01") => Vec<u8>: [1]; vec![1_u8] => String: "\\x01";
        vec![1_u8] => Vec<u8>: [1];
    }
    let failed = select(value(text("x")).cast::<i32>()).one(&mut db).await;
    assert_eq!(failed.unwrap_err().sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("22P02"));
}

#[derive(Value, Clone, Copy, Debug, PartialEq)]
struct UserId(i32);

#[derive(PgEnum, Clone, Copy, Debug, PartialEq)]
#[pg_enum(name = "Mood")]
enum Mood {
    Fine,
    Bad,
}

#[tokio::test]
async fn newtypes_and_enums_are_cast_like_what_they_hold() {
    let (_database, mut db) = empty().await;
    run(&mut db, r#"CREATE TYPE "Mood" AS ENUM ('fine', 'bad')"#).await;
    let row: (i64, UserId, String, Mood, Mood) = select((
        value(UserId(7)).cast::<i64>(),
        value(7_i16).cast::<UserId>(),
        value(Mood::Bad).cast::<String>(),
        value("fine".to_owned()).cast::<Mood>(),
        coalesce((nullable(None::<Mood>), Mood::Bad)),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(row, (7, UserId(7), "bad".to_owned(), Mood::Fine, Mood::Bad));
    assert_eq!(select(value("fine".to_owned()).cast::<Mood>()).to_sql(), r#"SELECT CAST($1 AS "Mood")"#);
}

/// Types that the attributes of columns name.
#[derive(Table, Debug, Clone)]
struct Named {
    #[column(primary_key)]
    id: i32,
    #[column(sql_type = "mood")]
    mood: String,
    #[column(sql_type = "mood")]
    other: Option<String>,
}

#[tokio::test]
async fn values_take_the_type_that_the_first_column_names() {
    let (_database, mut db) = empty().await;
    run(
        &mut db,
        r#"CREATE TYPE mood AS ENUM ('fine', 'bad');
        CREATE TABLE named (id integer PRIMARY KEY, mood mood NOT NULL, other mood);
        INSERT INTO named VALUES (1, 'fine', NULL)"#,
    )
    .await;
    let row: (String, Option<String>, String, String, bool) = select((
        coalesce((Named::other, "bad")),
        nullif(Named::mood, "bad"),
        greatest((Named::mood, "bad")),
        case_when(Named::id.gt(1), Named::mood).otherwise("bad"),
        coalesce((Named::other, "bad")).eq("bad"),
    ))
    .one(&mut db)
    .await
    .unwrap();
    // An enum's order is that of its labels.
    assert_eq!(row, ("bad".to_owned(), Some("fine".to_owned()), "bad".to_owned(), "bad".to_owned(), true));
}
