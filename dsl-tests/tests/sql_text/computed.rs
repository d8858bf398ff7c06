//! Columns that are computed in FROM, and rows that functions return there.

use dsl_tests::holds;
use dsl_tests::language::{Person, Sample, empty, tables};
use piton::functions::{cume_dist_within, dense_rank_within, lower, percent_rank_within, rank_within};
use piton::prelude::*;
use piton::query::{
    generate_series_by, jsonb_array_elements, jsonb_array_elements_text, jsonb_each, jsonb_each_text,
    jsonb_object_keys, jsonb_path_query, jsonb_to_recordset, regexp_split_to_table, string_to_table,
};
use piton::value::{Interval, JsonPath};

#[derive(Cte)]
struct Kind {
    name: String,
    decade: i32,
}

#[derive(Cte)]
struct Contact {
    email: Option<String>,
}

alias!(Other = Kind);

#[tokio::test]
async fn expressions_have_names() {
    let (_database, mut db) = tables().await;
    let kind = || Kind.computed((lower(Person::name), Person::age / 10));
    let lateral =
        r#"LATERAL (SELECT lower("person"."name"), "person"."age" / $1) AS "kind"("name", "decade")"#;
    holds! { db;
        from(Person).cross_join(kind()).select((Kind::decade, count_all())).group_by(Kind::decade) =>
            &format!(r#"SELECT "kind"."decade", count(*) FROM "person" CROSS JOIN {lateral} GROUP BY "kind"."decade""#);
        from(Person).left_join(kind(), Kind::decade.gt(1)).select((Person::id, Kind)) =>
            &format!(r#"SELECT "person"."id", "kind"."name", "kind"."decade" FROM "person" LEFT JOIN {lateral} ON "kind"."decade" > $2"#);
        from(Person).cross_join(Other.computed((value("x".to_owned()), value(1)))).select(Other.name) =>
            r#"SELECT "other"."name" FROM "person" CROSS JOIN LATERAL (SELECT $1, $2) AS "other"("name", "decade")"#;
        from(Person).cross_join(Contact.computed(Person::name)).select(Contact::email) =>
            r#"SELECT "contact"."email" FROM "person" CROSS JOIN LATERAL (SELECT "person"."name") AS "contact"("email")"#;
        from(Person).cross_join(kind()).filter(Kind::decade.gt(2)).select(Kind::name).order_by(Kind::decade) =>
            &format!(r#"SELECT "kind"."name" FROM "person" CROSS JOIN {lateral} WHERE "kind"."decade" > $2 ORDER BY "kind"."decade""#);
    }
}

#[tokio::test]
async fn a_join_is_left_to_the_run() {
    let (_database, mut db) = tables().await;
    let query = |joined| {
        select((Person::id, Kind::name)).left_join_if(
            joined,
            Kind.computed((Person::name, Person::age)),
            Kind::decade.eq(7),
        )
    };
    let text = r#"SELECT "person"."id", "kind"."name" FROM "person" LEFT JOIN LATERAL (SELECT "person"."name", "person"."age") AS "kind"("name", "decade") ON "#;
    holds! { db;
        query(true) => &format!(r#"{text}"kind"."decade" = $1"#);
        query(false) => &format!("{text}FALSE");
    }
}

#[derive(Table)]
struct Page {
    #[column(primary_key)]
    id: i32,
    title: String,
    tags: Vec<String>,
    data: serde_json::Value,
    #[column(sql_type = "json")]
    plain: serde_json::Value,
}

#[derive(Cte)]
struct Word {
    text: String,
}

#[derive(Cte)]
struct Numbered {
    text: String,
    number: i64,
}

#[derive(Cte)]
struct Element {
    json: serde_json::Value,
}

#[derive(Cte)]
struct MaybeText {
    text: Option<String>,
}

#[derive(Cte)]
struct Pair {
    key: String,
    json: serde_json::Value,
}

#[derive(Cte)]
struct TextPair {
    key: String,
    text: Option<String>,
}

#[derive(Cte)]
struct Line {
    product: Option<String>,
    cents: Option<i64>,
    tags: Option<Vec<String>>,
    day: Option<jiff::civil::Date>,
}

#[derive(Cte)]
struct Moment {
    at: jiff::Timestamp,
}

#[tokio::test]
async fn functions_return_rows() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Page]).await.unwrap();
    let of = |columns: &str, function: &str, name: &str| {
        format!(r#"SELECT {columns} FROM "page" CROSS JOIN LATERAL (SELECT * FROM {function}) AS {name}"#)
    };
    let path = JsonPath::new("$.a");
    holds! { db;
        from(Page).cross_join(Numbered.of(unnest(outer(Page::tags)).with_ordinality()).lateral()).select(Numbered) =>
            &of(r#""numbered"."text", "numbered"."number""#, r#"unnest("page"."tags") WITH ORDINALITY"#, r#""numbered"("text", "number")"#);
        from(Page).cross_join(Word.of(string_to_table(outer(Page::title), " ")).lateral()).select(Word::text) =>
            &of(r#""word"."text""#, r#"string_to_table("page"."title", $1)"#, r#""word"("text")"#);
        from(Page).cross_join(Word.of(regexp_split_to_table(outer(Page::title), "\\s+")).lateral()).select(Word::text) =>
            &of(r#""word"."text""#, r#"regexp_split_to_table("page"."title", $1)"#, r#""word"("text")"#);
        from(Page).cross_join(Element.of(jsonb_array_elements(outer(Page::data))).lateral()).select(Element::json) =>
            &of(r#""element"."json""#, r#"jsonb_array_elements("page"."data")"#, r#""element"("json")"#);
        from(Page).cross_join(MaybeText.of(jsonb_array_elements_text(outer(Page::data))).lateral()).select(MaybeText::text) =>
            &of(r#""maybe_text"."text""#, r#"jsonb_array_elements_text("page"."data")"#, r#""maybe_text"("text")"#);
        from(Page).cross_join(Word.of(jsonb_object_keys(outer(Page::data))).lateral()).select(Word::text) =>
            &of(r#""word"."text""#, r#"jsonb_object_keys("page"."data")"#, r#""word"("text")"#);
        from(Page).cross_join(Element.of(jsonb_path_query(outer(Page::data), path)).lateral()).select(Element::json) =>
            &of(r#""element"."json""#, r#"jsonb_path_query("page"."data", $1)"#, r#""element"("json")"#);
        from(Page).cross_join(Pair.of(jsonb_each(outer(Page::data))).lateral()).select((Pair::key, Pair::json)) =>
            &of(r#""pair"."key", "pair"."json""#, r#"jsonb_each("page"."data")"#, r#""pair"("key", "json")"#);
        from(Page).cross_join(TextPair.of(jsonb_each_text(outer(Page::data))).lateral()).select((TextPair::key, TextPair::text)) =>
            &of(r#""text_pair"."key", "text_pair"."text""#, r#"jsonb_each_text("page"."data")"#, r#""text_pair"("key", "text")"#);
        from(Page).cross_join(Line.of(jsonb_to_recordset(Line, outer(Page::data))).lateral()).select((Line::product, Line::cents, Line::tags, Line::day)) =>
            &of(
                r#""line"."product", "line"."cents", "line"."tags", "line"."day""#,
                r#"jsonb_to_recordset("page"."data") AS "line"("product" text, "cents" int8, "tags" text[], "day" date)"#,
                r#""line"("product", "cents", "tags", "day")"#,
            );
        from(Moment.of(generate_series_by(jiff::Timestamp::UNIX_EPOCH, jiff::Timestamp::UNIX_EPOCH, Interval::days(1)))).select(Moment::at) =>
            r#"SELECT "moment"."at" FROM (SELECT * FROM generate_series($1, $2, $3)) AS "moment"("at")"#;
        // The operators `->` and `->>` are those of `json`, too.
        select((Page::plain.get("a").get_text("b"), Page::plain.get_path(["a", "b"]), Page::plain.get_path_text(["a"]))) =>
            r#"SELECT "page"."plain" -> $1 ->> $2, "page"."plain" #> $3, "page"."plain" #>> $4 FROM "page""#;
    }
}

#[tokio::test]
async fn rows_that_are_not_there_have_a_place() {
    let (_database, mut db) = tables().await;
    let from_sample = |text: &str| format!(r#"SELECT {text} FROM "sample""#);
    holds! { db;
        select(rank_within(5, Sample::number)) => &from_sample(r#"rank($1) WITHIN GROUP (ORDER BY "sample"."number")"#);
        select(dense_rank_within("x", Sample::text.desc().nulls_last())) =>
            &from_sample(r#"dense_rank($1) WITHIN GROUP (ORDER BY "sample"."text" DESC NULLS LAST)"#);
        select(percent_rank_within((5, "x"), (Sample::number, Sample::text.desc()))) =>
            &from_sample(r#"percent_rank($1, $2) WITHIN GROUP (ORDER BY "sample"."number", "sample"."text" DESC)"#);
        select(cume_dist_within((1, 2, true), (Sample::number + 1, Sample::maybe, Sample::flag)).filter(Sample::flag)) =>
            &from_sample(r#"cume_dist($1, $2, $3) WITHIN GROUP (ORDER BY "sample"."number" + $4, "sample"."maybe", "sample"."flag") FILTER (WHERE "sample"."flag")"#);
    }
}

#[tokio::test]
async fn windows_are_over_groups() {
    let (_database, mut db) = tables().await;
    let by_age = || select((Person::age, sum(per_group(count_all())).over(window()))).group_by(Person::age);
    holds! { db;
        by_age() => r#"SELECT "person"."age", sum(count(*)) OVER () FROM "person" GROUP BY "person"."age""#;
        select((Person::age, max(per_group(sum(Person::id) / 2)).over(window().partition_by(Person::age).order_by(count_all())))).group_by(Person::age) =>
            r#"SELECT "person"."age", max(sum("person"."id") / $1) OVER (PARTITION BY "person"."age" ORDER BY count(*)) FROM "person" GROUP BY "person"."age""#;
        from(Person).select(sum(per_group(count_all())).over(window())) => r#"SELECT sum(count(*)) OVER () FROM "person""#;
        from(Person).select(per_group(count_all())) => r#"SELECT count(*) FROM "person""#;
    }
}
