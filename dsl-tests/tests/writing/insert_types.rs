//! Values of every kind of type on their way into the database, one row and many.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::error::Error;

use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;
use piton::value::{Foreign, ForeignType, Json, SqlType};
use postgres_types::private::BytesMut;
use postgres_types::{FromSql, IsNull, ToSql, Type};
use serde::{Deserialize, Serialize};

#[derive(PgEnum, Debug, Clone, Copy, PartialEq)]
enum Mood {
    Sad,
    Glad,
}

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct ScoreId(i64);

#[derive(Value, Debug, Clone, Copy, PartialEq)]
#[value(sql_type = "amount")]
struct Amount(i32);

#[derive(Serialize, Deserialize, Debug, Clone, PartialEq)]
struct Prefs {
    dark: bool,
}

/// `CREATE TYPE point3 AS (x integer, label text)`
#[derive(Debug, Clone, PartialEq)]
struct Point3 {
    x: i32,
    label: Option<String>,
}

impl ToSql for Point3 {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        out.extend_from_slice(&2_i32.to_be_bytes());
        out.extend_from_slice(&23_i32.to_be_bytes());
        out.extend_from_slice(&4_i32.to_be_bytes());
        out.extend_from_slice(&self.x.to_be_bytes());
        out.extend_from_slice(&25_i32.to_be_bytes());
        match &self.label {
            None => out.extend_from_slice(&(-1_i32).to_be_bytes()),
            Some(label) => {
                out.extend_from_slice(&i32::try_from(label.len())?.to_be_bytes());
                out.extend_from_slice(label.as_bytes());
            }
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    postgres_types::to_sql_checked!();
}

impl<'a> FromSql<'a> for Point3 {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let int = |at: usize| -> Result<i32, Box<dyn Error + Sync + Send>> {
            Ok(i32::from_be_bytes(raw.get(at..at + 4).ok_or("too short")?.try_into()?))
        };
        let label = match usize::try_from(int(20)?) {
            Err(_) => None,
            Ok(length) => Some(std::str::from_utf8(raw.get(24..24 + length).ok_or("too short")?)?.to_owned()),
        };
        Ok(Point3 { x: int(12)?, label })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

impl ForeignType for Point3 {
    const TYPE: &'static SqlType = &SqlType::named(None, "point3");
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Everything {
    #[column(primary_key, auto)]
    id: ScoreId,
    mood: Mood,
    maybe_mood: Option<Mood>,
    moods: Vec<Mood>,
    maybe_moods: Option<Vec<Option<Mood>>>,
    numbers: Vec<i32>,
    texts: Option<Vec<Option<String>>>,
    amount: Amount,
    amounts: Option<Vec<Amount>>,
    prefs: Json<Prefs>,
    anything: Option<serde_json::Value>,
    point: Option<Foreign<Point3>>,
    bytes: Vec<u8>,
    exact: Option<rust_decimal::Decimal>,
    uuid: Option<uuid::Uuid>,
    #[column(sql_type = "varchar(4)")]
    short: Option<String>,
    #[column(sql_type = "char(4)")]
    padded: Option<String>,
    #[column(sql_type = "varchar(4)[]")]
    shorts: Option<Vec<String>>,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    run(
        &mut db,
        "CREATE DOMAIN amount AS integer CHECK (VALUE >= 0); CREATE TYPE point3 AS (x integer, label text)",
    )
    .await;
    db.create_tables(schema![Everything]).await.unwrap();
    (database, db)
}

fn full(id: i64) -> Everything {
    Everything {
        id: ScoreId(id),
        mood: Mood::Glad,
        maybe_mood: Some(Mood::Sad),
        moods: vec![Mood::Sad, Mood::Glad],
        maybe_moods: Some(vec![Some(Mood::Glad), None]),
        numbers: vec![1, -2, i32::MAX],
        texts: Some(vec![Some(String::new()), None, Some("NULL".into()), Some("a,\"b{}'".into())]),
        amount: Amount(3),
        amounts: Some(vec![Amount(0), Amount(9)]),
        prefs: Json(Prefs { dark: true }),
        anything: Some(serde_json::json!({"a": [null, 1.5, "x"]})),
        point: Some(Foreign::new(Point3 { x: -7, label: Some("here".into()) })),
        bytes: vec![0, 1, 255],
        exact: Some("-123.450".parse().unwrap()),
        uuid: Some(uuid::Uuid::from_u128(7)),
        short: Some("abcd".into()),
        padded: Some("abcd".into()),
        shorts: Some(vec!["a".into(), "abcd".into()]),
    }
}

fn bare(id: i64) -> Everything {
    Everything {
        maybe_mood: None,
        moods: vec![],
        maybe_moods: None,
        numbers: vec![],
        texts: None,
        amounts: None,
        anything: None,
        point: None,
        bytes: vec![],
        exact: None,
        uuid: None,
        short: None,
        padded: None,
        shorts: None,
        ..full(id)
    }
}

#[tokio::test]
async fn one_row_is_read_as_it_was_written() {
    let (_database, mut db) = tables().await;
    for row in [full(1), bare(2)] {
        assert_eq!(db.insert(&row).await.unwrap(), row);
    }
    assert_eq!(select(Everything).order_by(Everything::id).all(&mut db).await.unwrap(), [full(1), bare(2)]);
}

#[tokio::test]
async fn many_rows_are_read_as_they_were_written_and_in_their_order() {
    let (_database, mut db) = tables().await;
    let point = Foreign::new(Point3 { x: 1, label: None });
    let empty = Everything {
        maybe_moods: Some(vec![]),
        texts: Some(vec![]),
        amounts: Some(vec![]),
        shorts: Some(vec![]),
        point: Some(point),
        anything: Some(serde_json::Value::Null),
        ..full(3)
    };
    let rows = [full(1), bare(2), empty, bare(4), full(5)];
    let before = db.counters().prepared;
    assert_eq!(db.insert(rows.iter()).await.unwrap(), rows);
    assert_eq!(
        db.insert(rows.map(|row| Everything { id: ScoreId(row.id.0 + 10), ..row })).execute().await.unwrap(),
        5
    );
    assert_eq!(db.counters().prepared, before + 2);
    let back: Vec<Everything> = select(Everything).order_by(Everything::id).all(&mut db).await.unwrap();
    assert_eq!(back.len(), 10);
    for (first, second) in back.iter().zip(&back[5..]) {
        assert_eq!(first, &Everything { id: first.id, ..second.clone() });
    }
}

#[tokio::test]
async fn only_nulls_and_only_empty_arrays() {
    let (_database, mut db) = tables().await;
    let rows = [bare(1), bare(2), bare(3)];
    assert_eq!(db.insert(rows.iter()).await.unwrap(), rows);
}

#[tokio::test]
async fn builders_take_what_comes_near() {
    let (_database, mut db) = tables().await;
    let row = |texts: Vec<Option<String>>| {
        Everything::create()
            .mood(Mood::Sad)
            .maybe_mood(Mood::Glad)
            .moods([Mood::Sad])
            .numbers([1, 2])
            .texts(texts)
            .amount(Amount(1))
            .prefs(Json(Prefs { dark: false }))
            .bytes(vec![1_u8])
            .short("ab")
            .padded("ab")
    };
    let rows: Vec<Everything> =
        db.insert([row(vec![]), row(vec![None]), row(vec![Some("x".into())])]).await.unwrap();
    assert_eq!(rows[0].texts, Some(vec![]));
    assert_eq!(rows[1].texts, Some(vec![None]));
    assert_eq!(rows[2].texts, Some(vec![Some("x".into())]));
    // `char(4)` pads, `varchar(4)` does not.
    assert_eq!((rows[0].short.as_deref(), rows[0].padded.as_deref()), (Some("ab"), Some("ab  ")));
    assert_eq!(rows[0].moods, [Mood::Sad]);
}

#[tokio::test]
async fn what_is_too_long_is_an_error_and_not_cut() {
    let (_database, mut db) = tables().await;
    let long = |id: i64| Everything { short: Some("abcde".into()), ..full(id) };
    let error = db.insert(&long(1)).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "22001", "{error}");
    let error = db.insert([full(1), long(2)].iter()).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "22001", "{error}");
    let error = db.insert(&Everything { padded: Some("abcde".into()), ..full(1) }).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "22001", "{error}");
    let error = db
        .insert([full(1), Everything { shorts: Some(vec!["abcde".into()]), ..full(2) }].iter())
        .await
        .unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "22001", "{error}");
    let set = update(Everything).set(Everything::short, "abcde").every_row();
    let error = set.execute(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "22001", "{error}");
    let rows: i64 = from(Everything).select(count_all()).one(&mut db).await.unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn a_domain_checks_what_it_is_given() {
    let (_database, mut db) = tables().await;
    let error = db.insert(&Everything { amount: Amount(-1), ..full(1) }).await.unwrap_err();
    assert!(error.is_check_violation(), "{error}");
    assert_eq!(error.constraint(), Some("amount_check"));
    let rows = [full(1), Everything { amounts: Some(vec![Amount(1), Amount(-1)]), ..full(2) }];
    let error = db.insert(rows.iter()).await.unwrap_err();
    assert!(error.is_check_violation(), "{error}");
}

#[tokio::test]
async fn a_nul_in_a_text_is_refused_and_the_connection_goes_on() {
    let (_database, mut db) = tables().await;
    let bad = Everything { short: Some("a\0b".into()), ..full(2) };
    let error = db.insert([full(1), bad].iter()).await.unwrap_err();
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    assert!(cause.contains("row 2") && cause.contains("`short`"), "{cause}");
    assert!(!format!("{error} {error:?} {cause}").contains("a\\0b"), "no value in an error");
    assert_eq!(db.insert(&full(1)).await.unwrap(), full(1));
}
