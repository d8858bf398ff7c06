//! Functions that return rows, on real values: elements, keys, numbers, and NULLs among them.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::empty;
use piton::prelude::*;
use piton::query::{
    generate_series_by, jsonb_array_elements, jsonb_array_elements_text, jsonb_each_text, jsonb_object_keys,
    jsonb_path_query, jsonb_to_recordset, regexp_split_to_table, string_to_table,
};
use piton::value::{Interval, JsonPath};
use serde_json::json;

#[derive(Table)]
struct Invoice {
    #[column(primary_key)]
    id: i32,
    lines: serde_json::Value,
    tags: Vec<String>,
}

#[derive(Cte)]
struct Line {
    product: Option<String>,
    cents: Option<i64>,
}

#[derive(Cte)]
struct Tag {
    name: String,
    number: i64,
}

async fn invoices() -> (piton::testing::Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Invoice]).await.unwrap();
    let lines = json!([{"product": "tea", "cents": 250}, {"product": "cup"}, {"other": 1}]);
    db.insert([
        Invoice::create().id(1).lines(lines).tags(["b", "a"]),
        Invoice::create().id(2).lines(json!([])).tags(Vec::<String>::new()),
    ])
    .await
    .unwrap();
    (database, db)
}

#[tokio::test]
async fn objects_become_rows_with_null_for_what_is_missing() {
    let (_database, mut db) = invoices().await;
    let rows: Vec<(i32, Option<String>, Option<i64>)> = select((Invoice::id, Line::product, Line::cents))
        .cross_join(Line.of(jsonb_to_recordset(Line, outer(Invoice::lines))).lateral())
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, Some("tea".into()), Some(250)), (1, Some("cup".into()), None), (1, None, None)]);
    // By itself, a row of nothing but NULLs is none.
    let lines: Vec<Option<Line>> =
        jsonb_to_recordset(Line, json!([{"cents": 7}, {}])).all(&mut db).await.unwrap();
    assert_eq!(
        lines.iter().map(|line| line.as_ref().and_then(|line| line.cents)).collect::<Vec<_>>(),
        [Some(7), None]
    );
}

#[tokio::test]
async fn elements_are_numbered_and_an_invoice_without_any_stays() {
    let (_database, mut db) = invoices().await;
    let tags = Tag.of(unnest(outer(Invoice::tags)).with_ordinality()).lateral();
    let rows: Vec<(i32, Option<String>, Option<i64>)> = select((Invoice::id, Tag::name, Tag::number))
        .left_join(tags, Tag::number.gt(0))
        .order_by((Invoice::id, Tag::number.desc()))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, Some("a".into()), Some(2)), (1, Some("b".into()), Some(1)), (2, None, None)]);
    let numbers: Vec<(i32, i64)> =
        generate_series(5, 6).with_ordinality().order_by(output(2).desc()).all(&mut db).await.unwrap();
    assert_eq!(numbers, [(6, 2), (5, 1)]);
}

#[tokio::test]
async fn texts_json_and_times_are_taken_apart() {
    let (_database, mut db) = empty().await;
    assert_eq!(string_to_table("a,b", ",").all(&mut db).await.unwrap(), ["a", "b"]);
    assert_eq!(regexp_split_to_table("a  b", " +").all(&mut db).await.unwrap(), ["a", "b"]);
    assert_eq!(jsonb_array_elements(json!([1, null])).all(&mut db).await.unwrap(), [json!(1), json!(null)]);
    assert_eq!(
        jsonb_array_elements_text(json!(["x", null])).all(&mut db).await.unwrap(),
        [Some("x".to_owned()), None]
    );
    assert_eq!(jsonb_object_keys(json!({"a": 1})).all(&mut db).await.unwrap(), ["a"]);
    let pairs: Vec<(String, Option<String>)> =
        jsonb_each_text(json!({"a": 1, "b": null})).all(&mut db).await.unwrap();
    assert_eq!(pairs, [("a".to_owned(), Some("1".to_owned())), ("b".to_owned(), None)]);
    let found =
        jsonb_path_query(json!({"a": [1, 5]}), JsonPath::new("$.a[*] ? (@ > 2)")).all(&mut db).await.unwrap();
    assert_eq!(found, [json!(5)]);
    let start = jiff::civil::datetime(2024, 1, 31, 0, 0, 0, 0);
    let months: Vec<jiff::civil::DateTime> =
        generate_series_by(start, jiff::civil::datetime(2024, 3, 31, 0, 0, 0, 0), Interval::months(1))
            .all(&mut db)
            .await
            .unwrap();
    let days: Vec<_> = months.iter().map(|month| month.date().to_string()).collect();
    assert_eq!(days, ["2024-01-31", "2024-02-29", "2024-03-29"]);
}
