//! Arrays, JSON, ranges, text search and collations.

use dsl_tests::holds;
use dsl_tests::language::empty;
use piton::functions as f;
use piton::prelude::*;
use piton::testing::Database;
use piton::value::{Json, JsonPath, Multirange, Range, TsQuery, TsVector};
use serde_json::json;

#[derive(Table, Debug)]
struct Holder {
    #[column(primary_key)]
    id: i32,
    maybe: Option<i32>,
    ints: Vec<i32>,
    texts: Vec<Option<String>>,
    data: serde_json::Value,
    range: Range<i32>,
    multi: Multirange<i64>,
    words: TsVector,
    query: TsQuery,
}

async fn holders() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Holder]).await.unwrap();
    db.batch(
        r#"INSERT INTO holder VALUES
            (1, NULL, '{}', '{}', '{}', 'empty', '{}', '', ''),
            (2, 5, '{1,2,3}', '{a,NULL,b}', '{"a": {"b": {"c": "x"}}, "n": 1, "z": null}', '[1,10)', '{[1,5),[7,)}',
                'cat:1 dog:2A', 'cat & !bird'),
            (3, 7, '{7}', '{NULL}', '{"a": {"b": 1}, "n": 7}', '(,)', '{(,)}', 'a:1,2,3', 'a | b')"#,
    )
    .await
    .unwrap();
    (database, db)
}

fn path() -> JsonPath {
    JsonPath::new("$.a.b")
}

/// Each is selected beside the key, and its rows are decoded.
macro_rules! selects {
    ($db:expr; $($list:expr => $sql:expr;)+) => {$(
        let query = select((Holder::id, $list));
        holds! { $db; query.clone() => concat!(r#"SELECT "holder"."id", "#, $sql, r#" FROM "holder""#); }
        let rows = query.all(&mut $db).await;
        assert_eq!(rows.map(|rows| rows.len()).map_err(|error| error.to_string()), Ok(3), "{}", $sql);
    )+};
}

/// As [`selects`], for what is an error of the server for some row.
macro_rules! selects_for {
    ($db:expr; $($filter:expr, $list:expr => $sql:expr;)+) => {$(
        let query = select((Holder::id, $list)).filter($filter);
        query.clone().all(&mut $db).await.unwrap_or_else(|error| panic!("{error} {}", $sql));
        assert!(query.to_sql().contains($sql));
    )+};
}

#[tokio::test]
async fn arrays() {
    let (_database, mut db) = holders().await;
    selects! { db;
        Holder::ints.includes([1, 2]) => r#""holder"."ints" @> $1"#;
        Holder::texts.includes(["a"]) => r#""holder"."texts" @> $1"#;
        Holder::ints.included_in(vec![1, 2]) => r#""holder"."ints" <@ $1"#;
        Holder::ints.overlaps(Holder::ints) => r#""holder"."ints" && "holder"."ints""#;
        !Holder::ints.overlaps([1]) => r#"NOT ("holder"."ints" && $1)"#;
        Holder::ints.at(1) => r#"("holder"."ints")[$1]"#;
        Holder::ints.at(Holder::id) + 1 => r#"("holder"."ints")["holder"."id"] + $1"#;
        Holder::texts.at(1).concat("x") => r#"("holder"."texts")[$1] || $2"#;
        Holder::ints.slice(1, 2) => r#"("holder"."ints")[$1:$2]"#;
        Holder::ints.slice(1, 2).at(1) => r#"(("holder"."ints")[$1:$2])[$3]"#;
        value(1).eq_any_of(Holder::ints) => r#"$1 = ANY("holder"."ints")"#;
        Holder::id.ne_all_of(Holder::ints) => r#""holder"."id" <> ALL("holder"."ints")"#;
        Holder::id.eq_all_of(Holder::ints) => r#""holder"."id" = ALL("holder"."ints")"#;
        (Holder::id + 1).lt_any_of(Holder::ints) => r#""holder"."id" + $1 < ANY("holder"."ints")"#;
        (Holder::id + 1).lt_all_of(Holder::ints) => r#""holder"."id" + $1 < ALL("holder"."ints")"#;
        (Holder::id + 1).le_all_of(Holder::ints) => r#""holder"."id" + $1 <= ALL("holder"."ints")"#;
        (Holder::id + 1).gt_any_of(Holder::ints) => r#""holder"."id" + $1 > ANY("holder"."ints")"#;
        (Holder::id + 1).gt_all_of(Holder::ints) => r#""holder"."id" + $1 > ALL("holder"."ints")"#;
        (Holder::id + 1).ge_all_of(Holder::ints) => r#""holder"."id" + $1 >= ALL("holder"."ints")"#;
        value("a".to_owned()).eq_any_of(Holder::texts) => r#"$1 = ANY("holder"."texts")"#;
        f::cardinality(Holder::ints) => r#"cardinality("holder"."ints")"#;
        f::array_length(Holder::texts, 1) => r#"array_length("holder"."texts", $1)"#;
        f::array_lower(Holder::texts, 1) => r#"array_lower("holder"."texts", $1)"#;
        f::array_upper(Holder::texts, 1) => r#"array_upper("holder"."texts", $1)"#;
        f::array_ndims(Holder::ints) => r#"array_ndims("holder"."ints")"#;
        f::array_append(Holder::ints, 3) => r#"array_append("holder"."ints", $1)"#;
        f::array_append(Holder::ints, Holder::maybe) => r#"array_append("holder"."ints", "holder"."maybe")"#;
        f::array_prepend("a", Holder::texts) => r#"array_prepend($1, "holder"."texts")"#;
        f::array_cat(Holder::ints, [1, 2]) => r#"array_cat("holder"."ints", $1)"#;
        f::array_remove(Holder::ints, 1) => r#"array_remove("holder"."ints", $1)"#;
        f::array_replace(Holder::ints, 1, Holder::maybe) => r#"array_replace("holder"."ints", $1, "holder"."maybe")"#;
        f::array_position(Holder::ints, 2) => r#"array_position("holder"."ints", $1)"#;
        f::array_positions(Holder::ints, 2) => r#"array_positions("holder"."ints", $1)"#;
        f::array_to_string(Holder::ints, ",") => r#"array_to_string("holder"."ints", $1)"#;
        f::array_to_string_null(Holder::texts, ",", "-") => r#"array_to_string("holder"."texts", $1, $2)"#;
        f::array((Holder::id, Holder::maybe, 7)) => r#"ARRAY["holder"."id", "holder"."maybe", $1]"#;
        f::string_to_array("a,b", ",").includes(["a"]) => r#"string_to_array($1, $2) @> $3"#;
    }
    selects_for! { db; Holder::id.gt(1), f::trim_array(Holder::ints, 1) => r#"trim_array("holder"."ints", $1)"#; }
}

#[tokio::test]
async fn json() {
    let (_database, mut db) = holders().await;
    selects! { db;
        Holder::data.get("a") => r#""holder"."data" -> $1"#;
        Holder::data.get("a").get("b").get_text("c") => r#""holder"."data" -> $1 -> $2 ->> $3"#;
        Holder::data.get_at(0) => r#""holder"."data" -> $1"#;
        Holder::data.get_text_at(-1) => r#""holder"."data" ->> $1"#;
        Holder::data.get_text("a").eq("x") => r#""holder"."data" ->> $1 = $2"#;
        Holder::data.get_text("n").cast::<i32>() + 1 => r#"CAST("holder"."data" ->> $1 AS int4) + $2"#;
        Holder::data.get("n").cast::<i32>() => r#"CAST("holder"."data" -> $1 AS int4)"#;
        Holder::data.get_path(["a", "b"]) => r#""holder"."data" #> $1"#;
        Holder::data.get_path_text(["a", "b"]) => r#""holder"."data" #>> $1"#;
        Holder::data.includes(json!({"a": 1})) => r#""holder"."data" @> $1"#;
        Holder::data.included_in(Json([1])) => r#""holder"."data" <@ $1"#;
        Holder::data.has_key("a") => r#""holder"."data" ? $1"#;
        Holder::data.has_any_key(["a", "b"]) => r#""holder"."data" ?| $1"#;
        Holder::data.has_all_keys(["a", "b"]) => r#""holder"."data" ?& $1"#;
        Holder::data.merge(json!({"b": 2})).without_key("a") => r#"("holder"."data" || $1) - $2"#;
        Holder::data.without_keys(["a"]).merge(Holder::data) => r#""holder"."data" - $1 || "holder"."data""#;
        f::jsonb_build_array((1, 2)).without_at(0) => r#"jsonb_build_array($1, $2) - $3"#;
        Holder::data.without_path(["a", "b"]) => r#""holder"."data" #- $1"#;
        Holder::data.path_exists(path()) => r#""holder"."data" @? $1"#;
        Holder::data.path_matches(JsonPath::new("$.n == 1")) => r#""holder"."data" @@ $1"#;
        Holder::data.eq(json!({})) => r#""holder"."data" = $1"#;
        f::jsonb_typeof(Holder::data) => r#"jsonb_typeof("holder"."data")"#;
        f::jsonb_array_length(json!([1])) => r#"jsonb_array_length($1)"#;
        f::jsonb_set(Holder::data, ["a"], json!(2)) => r#"jsonb_set("holder"."data", $1, $2)"#;
        f::jsonb_set_existing(Holder::data, ["a"], json!(2), false) => r#"jsonb_set("holder"."data", $1, $2, $3)"#;
        f::jsonb_insert(Holder::data, ["new"], json!(2)) => r#"jsonb_insert("holder"."data", $1, $2)"#;
        f::jsonb_strip_nulls(Holder::data) => r#"jsonb_strip_nulls("holder"."data")"#;
        f::jsonb_pretty(Holder::data) => r#"jsonb_pretty("holder"."data")"#;
        f::jsonb_path_exists(Holder::data, path()) => r#"jsonb_path_exists("holder"."data", $1)"#;
        f::jsonb_path_query_first(Holder::data, path()) => r#"jsonb_path_query_first("holder"."data", $1)"#;
        f::jsonb_path_query_array(Holder::data, path()) => r#"jsonb_path_query_array("holder"."data", $1)"#;
        f::jsonb_path_match(Holder::data, JsonPath::new("$.n == 1")) => r#"jsonb_path_match("holder"."data", $1)"#;
        f::jsonb_object(["a"], ["b"]) => r#"jsonb_object($1, $2)"#;
        f::to_jsonb(Holder::ints) => r#"to_jsonb("holder"."ints")"#;
        f::to_jsonb("text") => r#"to_jsonb($1)"#;
        f::to_jsonb(Holder::maybe) => r#"to_jsonb("holder"."maybe")"#;
        f::jsonb_build_object(("id", Holder::id, "maybe", Holder::maybe)) => r#"jsonb_build_object($1, "holder"."id", $2, "holder"."maybe")"#;
    }
}

#[tokio::test]
async fn ranges() {
    let (_database, mut db) = holders().await;
    selects! { db;
        Holder::range.includes(Range::from(1..3)) => r#""holder"."range" @> $1"#;
        Holder::range.includes_value(3) => r#""holder"."range" @> $1"#;
        Holder::multi.includes_value(3_i64) => r#""holder"."multi" @> $1"#;
        Holder::range.included_in(Holder::range) => r#""holder"."range" <@ "holder"."range""#;
        Holder::id.in_range(Holder::range) => r#""holder"."id" <@ "holder"."range""#;
        Holder::id.in_range(Range::from(1..)) => r#""holder"."id" <@ $1"#;
        Holder::range.overlaps(Range::from(..5)) => r#""holder"."range" && $1"#;
        Holder::multi.overlaps(Holder::multi) => r#""holder"."multi" && "holder"."multi""#;
        Holder::range.strictly_left_of(Range::from(1..3)) => r#""holder"."range" << $1"#;
        Holder::range.strictly_right_of(Range::from(1..3)) => r#""holder"."range" >> $1"#;
        Holder::range.not_right_of(Range::from(1..3)) => r#""holder"."range" &< $1"#;
        Holder::range.not_left_of(Range::from(1..3)) => r#""holder"."range" &> $1"#;
        Holder::range.adjacent_to(Range::from(1..3)) => r#""holder"."range" -|- $1"#;
        Holder::range + Holder::range => r#""holder"."range" + "holder"."range""#;
        (Holder::range + Holder::range) * Holder::range => r#"("holder"."range" + "holder"."range") * "holder"."range""#;
        Holder::multi - Multirange(vec![Range::from(1..2)]) => r#""holder"."multi" - $1"#;
        Holder::range.eq(Range::from(1..3)) => r#""holder"."range" = $1"#;
        f::range_lower(Holder::range) => r#"lower("holder"."range")"#;
        f::range_lower(Holder::multi) => r#"lower("holder"."multi")"#;
        f::range_upper(Holder::range) => r#"upper("holder"."range")"#;
        f::range_upper(Holder::multi) => r#"upper("holder"."multi")"#;
        f::isempty(Holder::range) => r#"isempty("holder"."range")"#;
        f::isempty(Holder::multi) => r#"isempty("holder"."multi")"#;
        f::lower_inc(Holder::range) => r#"lower_inc("holder"."range")"#;
        f::lower_inc(Holder::multi) => r#"lower_inc("holder"."multi")"#;
        f::upper_inc(Holder::range) => r#"upper_inc("holder"."range")"#;
        f::upper_inc(Holder::multi) => r#"upper_inc("holder"."multi")"#;
        f::lower_inf(Holder::range) => r#"lower_inf("holder"."range")"#;
        f::lower_inf(Holder::multi) => r#"lower_inf("holder"."multi")"#;
        f::upper_inf(Holder::range) => r#"upper_inf("holder"."range")"#;
        f::upper_inf(Holder::multi) => r#"upper_inf("holder"."multi")"#;
        f::range_merge(Holder::range, Range::from(1..3)) => r#"range_merge("holder"."range", $1)"#;
        f::multirange(Holder::range) => r#"multirange("holder"."range")"#;
        f::range_of::<i32, _, _, _, _>(1, None::<i32>) => r#"int4range($1, $2)"#;
        f::range_of::<i64, _, _, _, _>(1_i64, 5_i64) => r#"int8range($1, $2)"#;
        f::range_of::<i32, _, _, _, _>(Holder::maybe, 1000) => r#"int4range("holder"."maybe", $1)"#;
    }
    selects_for! { db; Holder::id.lt(3),
        Holder::range * Range::from(1..3) - Range::<i32>::Empty => r#""holder"."range" * $1 - $2"#;
    }
    holds! { db;
        select((f::range_agg(Holder::range), f::range_intersect_agg(Holder::range))) =>
            r#"SELECT range_agg("holder"."range"), range_intersect_agg("holder"."range") FROM "holder""#;
        select(max(Holder::ints)) => r#"SELECT max("holder"."ints") FROM "holder""#;
    }
}

#[tokio::test]
async fn text_search_and_collations() {
    let (_database, mut db) = holders().await;
    selects! { db;
        Holder::words.matches_query(Holder::query) => r#""holder"."words" @@ "holder"."query""#;
        f::to_tsvector("english", "a cat").matches_query(f::plainto_tsquery("english", "cats")) => r#"to_tsvector('english'::regconfig, $1) @@ plainto_tsquery('english'::regconfig, $2)"#;
        f::to_tsquery("simple", "cat") => r#"to_tsquery('simple'::regconfig, $1)"#;
        f::phraseto_tsquery("simple", "cat") => r#"phraseto_tsquery('simple'::regconfig, $1)"#;
        f::websearch_to_tsquery("simple", "cat") => r#"websearch_to_tsquery('simple'::regconfig, $1)"#;
        f::ts_rank(Holder::words, Holder::query) => r#"ts_rank("holder"."words", "holder"."query")"#;
        f::ts_rank_cd(Holder::words, Holder::query) => r#"ts_rank_cd("holder"."words", "holder"."query")"#;
        f::ts_headline("english", "a cat", Holder::query) => r#"ts_headline('english'::regconfig, $1, "holder"."query")"#;
        f::ts_headline_with("english", "a cat", Holder::query, "StartSel=<em>") => r#"ts_headline('english'::regconfig, $1, "holder"."query", $2)"#;
        f::setweight(Holder::words, f::Weight::A) => r#"setweight("holder"."words", 'A'::"char")"#;
        f::setweight(Holder::words, f::Weight::A).append_document(f::setweight(Holder::words, f::Weight::D)) => r#"setweight("holder"."words", 'A'::"char") || setweight("holder"."words", 'D'::"char")"#;
        Holder::query.and_query(Holder::query).or_query(Holder::query) => r#""holder"."query" && "holder"."query" || "holder"."query""#;
        Holder::query.and_query(Holder::query.or_query(Holder::query)) => r#""holder"."query" && ("holder"."query" || "holder"."query")"#;
        f::strip(Holder::words) => r#"strip("holder"."words")"#;
        f::tsvector_to_array(Holder::words) => r#"tsvector_to_array("holder"."words")"#;
        f::tsvector_length(Holder::words) => r#"length("holder"."words")"#;
        f::numnode(Holder::query) => r#"numnode("holder"."query")"#;
        f::querytree(Holder::query) => r#"querytree("holder"."query")"#;
        value("a".to_owned()).collate("C").lt("b") => r#"$1 COLLATE "C" < $2"#;
        value("a".to_owned()).concat("b").collate("C").concat("c") => r#"($1 || $2) COLLATE "C" || $3"#;
        value("a".to_owned()).collate("C").collate("POSIX") => r#"($1 COLLATE "C") COLLATE "POSIX""#;
    }
}

#[tokio::test]
async fn what_they_give() {
    let (_database, mut db) = holders().await;
    let row: (Vec<Option<i32>>, Option<i32>, Vec<i32>, bool, Option<bool>) = select((
        f::array_append(Holder::ints, nullable(None::<i32>)),
        Holder::ints.at(2),
        Holder::ints.slice(2, 9),
        value(3).eq_any_of(Holder::ints),
        value("q".to_owned()).eq_any_of(Holder::texts),
    ))
    .filter(Holder::id.eq(2))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(row, (vec![Some(1), Some(2), Some(3), None], Some(2), vec![2, 3], true, None));

    let row: (Option<String>, Option<String>, Option<serde_json::Value>, bool, serde_json::Value) = select((
        Holder::data.get_path_text(["a", "b", "c"]),
        Holder::data.get_text("z"),
        Holder::data.get("z"),
        Holder::data.includes(json!({"n": 1})),
        Holder::data.without_keys(["a", "z"]).merge(json!({"m": [1]})),
    ))
    .filter(Holder::id.eq(2))
    .one(&mut db)
    .await
    .unwrap();
    let expected =
        (Some("x".to_owned()), None, Some(serde_json::Value::Null), true, json!({"n": 1, "m": [1]}));
    assert_eq!(row, expected);

    let rows: Vec<(Option<i32>, Option<i32>, Option<i64>, bool, Range<i32>)> = select((
        f::range_lower(Holder::range),
        f::range_upper(Holder::range),
        f::range_upper(Holder::multi),
        Holder::range.includes_value(4),
        Holder::range * Range::from(5..20),
    ))
    .order_by(Holder::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(
        rows,
        [
            (None, None, None, false, Range::Empty),
            (Some(1), Some(10), None, true, Range::from(5..10)),
            (None, None, None, true, Range::from(5..20)),
        ]
    );
    let (words, matches): (TsVector, bool) =
        select((Holder::words, Holder::words.matches_query(Holder::query)))
            .filter(Holder::id.eq(2))
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(words.lexemes().unwrap(), [("cat", 1), ("dog", 1)]);
    assert!(matches);
    let sent_back: bool =
        select(Holder::words.eq(words)).filter(Holder::id.eq(2)).one(&mut db).await.unwrap();
    assert!(sent_back);
}

#[tokio::test]
async fn ranges_go_to_the_server_and_back() {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    let (_database, mut db) = empty().await;
    let day = |day| chrono::NaiveDate::from_ymd_opt(2024, 2, day).unwrap();
    for (range, expected) in [
        (Range::Empty, Range::Empty),
        (Range::from(day(1)..day(1)), Range::Empty),
        (Range::from(day(1)..=day(3)), Range::from(day(1)..day(4))),
        (Range::new(Excluded(day(1)), Unbounded), Range::from(day(2)..)),
        (Range::from(..), Range::from(..)),
    ] {
        assert_eq!(select(value(range)).one(&mut db).await.unwrap(), expected);
        let list: Multirange<chrono::NaiveDate> =
            select(value(Multirange(vec![range]))).one(&mut db).await.unwrap();
        assert_eq!(list.0, if expected == Range::Empty { vec![] } else { vec![expected] });
        let array = vec![Some(range), None];
        assert_eq!(select(value(array)).one(&mut db).await.unwrap(), [Some(expected), None]);
    }
    let exact = |text: &str| text.parse::<piton::value::Numeric>().unwrap();
    let range = Range::new(Excluded(exact("1.5")), Included(exact("NaN")));
    assert_eq!(select(value(range.clone())).one(&mut db).await.unwrap(), range);
    macro_rules! all {
        ($($low:expr, $high:expr;)+) => {$(
            let range = Range::from($low..$high);
            assert_eq!(select(value(range.clone())).one(&mut db).await.unwrap(), range);
            let list = Multirange(vec![range]);
            assert_eq!(select(value(list.clone())).one(&mut db).await.unwrap(), list);
        )+};
    }
    all! {
        1, 5; 1_i64, 5; day(1), day(2);
        day(1).and_hms_opt(0, 0, 0).unwrap(), day(2).and_hms_opt(0, 0, 0).unwrap();
        day(1).and_hms_opt(0, 0, 0).unwrap().and_utc(), day(2).and_hms_opt(0, 0, 0).unwrap().and_utc();
        jiff::civil::date(2024, 1, 1), jiff::civil::date(2024, 1, 2);
        jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::from_second(5).unwrap();
        time::OffsetDateTime::UNIX_EPOCH, time::OffsetDateTime::from_unix_timestamp(5).unwrap();
        rust_decimal::Decimal::new(15, 1), rust_decimal::Decimal::new(25, 1);
    }
}
