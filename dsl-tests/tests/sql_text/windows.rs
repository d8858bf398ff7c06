//! Window functions, windows and frames.

use dsl_tests::holds;
use dsl_tests::language::{Person, people};
use piton::functions as f;
use piton::prelude::*;

#[tokio::test]
async fn windows_are_partitioned_ordered_and_framed() {
    let (_database, mut db) = people().await;
    /// Each is selected, and its rows are decoded.
    macro_rules! windows {
        ($($list:expr => $sql:expr;)+) => {$(
            let query = from(Person).select($list);
            holds! { db; query.clone() => concat!("SELECT ", $sql, r#" FROM "person""#); }
            query.all(&mut db).await.unwrap_or_else(|error| panic!("{error} {}", $sql));
        )+};
    }
    windows! {
        row_number().over(window()) => r#"row_number() OVER ()"#;
        rank().over(window().order_by(Person::age.desc())) => r#"rank() OVER (ORDER BY "person"."age" DESC)"#;
        dense_rank().over(window().partition_by(Person::name).order_by((Person::age, Person::id.desc()))) => r#"dense_rank() OVER (PARTITION BY "person"."name" ORDER BY "person"."age", "person"."id" DESC)"#;
        f::percent_rank().over(window().order_by(Person::age).partition_by((Person::name, Person::age + 1))) => r#"percent_rank() OVER (PARTITION BY "person"."name", "person"."age" + $1 ORDER BY "person"."age")"#;
        f::cume_dist().over(window().order_by(Person::age)) => r#"cume_dist() OVER (ORDER BY "person"."age")"#;
        f::ntile(4).over(window().order_by(Person::age)) => r#"ntile($1) OVER (ORDER BY "person"."age")"#;
        lag(Person::age).over(window().order_by(Person::id)) => r#"lag("person"."age") OVER (ORDER BY "person"."id")"#;
        f::lag_by(Person::age, 2).over(window().order_by(Person::id)) => r#"lag("person"."age", $1) OVER (ORDER BY "person"."id")"#;
        f::lag_or(Person::age, 2, 0).over(window().order_by(Person::id)) => r#"lag("person"."age", $1, $2) OVER (ORDER BY "person"."id")"#;
        f::lag_or(Person::age, 2, Person::manager_id).over(window().order_by(Person::id)) => r#"lag("person"."age", $1, "person"."manager_id") OVER (ORDER BY "person"."id")"#;
        lead(Person::age).over(window().order_by(Person::id)) => r#"lead("person"."age") OVER (ORDER BY "person"."id")"#;
        f::lead_by(Person::age, 2).over(window().order_by(Person::id)) => r#"lead("person"."age", $1) OVER (ORDER BY "person"."id")"#;
        f::lead_or(Person::age, 2, 0).over(window().order_by(Person::id)) => r#"lead("person"."age", $1, $2) OVER (ORDER BY "person"."id")"#;
        f::lead_or(Person::age, 2, Person::manager_id).over(window().order_by(Person::id)) => r#"lead("person"."age", $1, "person"."manager_id") OVER (ORDER BY "person"."id")"#;
        first_value(Person::name).over(window().order_by(Person::id)) => r#"first_value("person"."name") OVER (ORDER BY "person"."id")"#;
        last_value(Person::name).over(window().order_by(Person::id)) => r#"last_value("person"."name") OVER (ORDER BY "person"."id")"#;
        f::nth_value(Person::name, 2).over(window().order_by(Person::id)) => r#"nth_value("person"."name", $1) OVER (ORDER BY "person"."id")"#;
        sum(Person::age).over(window().order_by(Person::id)) + 1_i64 => r#"sum("person"."age") OVER (ORDER BY "person"."id") + $1"#;
        -sum(Person::age).over(window()) => r#"-sum("person"."age") OVER ()"#;
        count_all().filter(Person::age.gt(35)).over(window()) => r#"count(*) FILTER (WHERE "person"."age" > $1) OVER ()"#;
        sum(Person::age).filter(Person::age.gt(35)).over(window()) => r#"sum("person"."age") FILTER (WHERE "person"."age" > $1) OVER ()"#;
        array_agg(Person::age).over(window().order_by(Person::id)) => r#"array_agg("person"."age") OVER (ORDER BY "person"."id")"#;
        string_agg(Person::name, ",").over(window().order_by(Person::id)) => r#"string_agg("person"."name", $1) OVER (ORDER BY "person"."id")"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), preceding(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), preceding(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND $1 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND $1 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), preceding(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND $2 PRECEDING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), preceding(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND $2 PRECEDING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(preceding(2), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(current_row(), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN CURRENT ROW AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(current_row(), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN CURRENT ROW AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(current_row(), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN CURRENT ROW AND $1 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(current_row(), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN CURRENT ROW AND $1 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(current_row(), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(current_row(), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(following(2), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 FOLLOWING AND $2 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(following(2), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 FOLLOWING AND $2 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).rows_between(following(2), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).rows_between(following(2), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), preceding(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), preceding(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND $1 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND $1 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(unbounded_preceding(), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), preceding(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND $2 PRECEDING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), preceding(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND $2 PRECEDING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(preceding(2), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 PRECEDING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(current_row(), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN CURRENT ROW AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(current_row(), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN CURRENT ROW AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(current_row(), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN CURRENT ROW AND $1 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(current_row(), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN CURRENT ROW AND $1 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(current_row(), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(current_row(), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(following(2), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 FOLLOWING AND $2 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(following(2), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 FOLLOWING AND $2 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).groups_between(following(2), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).groups_between(following(2), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" GROUPS BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), preceding(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), preceding(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND $1 PRECEDING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND $1 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND $1 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(unbounded_preceding(), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(preceding(2), preceding(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND $2 PRECEDING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(preceding(2), preceding(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND $2 PRECEDING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(preceding(2), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(preceding(2), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(preceding(2), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(preceding(2), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(preceding(2), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(preceding(2), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 PRECEDING AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(current_row(), current_row())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN CURRENT ROW AND CURRENT ROW)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(current_row(), current_row())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN CURRENT ROW AND CURRENT ROW)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(current_row(), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN CURRENT ROW AND $1 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(current_row(), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN CURRENT ROW AND $1 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(current_row(), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(current_row(), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(following(2), following(2))) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 FOLLOWING AND $2 FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(following(2), following(2))) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 FOLLOWING AND $2 FOLLOWING)"#;
        first_value(Person::age).over(window().order_by(Person::age).range_between(following(2), unbounded_following())) => r#"first_value("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#;
        max(Person::age).over(window().order_by(Person::age).range_between(following(2), unbounded_following())) => r#"max("person"."age") OVER (ORDER BY "person"."age" RANGE BETWEEN $1 FOLLOWING AND UNBOUNDED FOLLOWING)"#;
        sum(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), current_row()).exclude_current_row()) => r#"sum("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW)"#;
        sum(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), current_row()).exclude_group()) => r#"sum("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP)"#;
        sum(Person::age).over(window().order_by(Person::age).rows_between(unbounded_preceding(), current_row()).exclude_ties()) => r#"sum("person"."age") OVER (ORDER BY "person"."age" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES)"#;
        count_all().over(window().rows_between(preceding(1_i64), following(1_i16))) => r#"count(*) OVER (ROWS BETWEEN $1 PRECEDING AND $2 FOLLOWING)"#;
    }
}

#[tokio::test]
async fn windows_are_shared_by_name() {
    let (_database, mut db) = people().await;
    holds! { db;
        from(Person)
            .select((rank().over(named("w")), sum(Person::age).over(named("odd \"w"))))
            .window("w", window().partition_by(Person::name).order_by(Person::age))
            .window("odd \"w", window().order_by(Person::id).rows_between(preceding(1), current_row()))
            .filter(Person::age.gt(1))
            .order_by(Person::id)
            .limit(3) =>
            r#"SELECT rank() OVER "w", sum("person"."age") OVER "odd ""w" FROM "person" WHERE "person"."age" > $1 WINDOW "w" AS (PARTITION BY "person"."name" ORDER BY "person"."age"), "odd ""w" AS (ORDER BY "person"."id" ROWS BETWEEN $2 PRECEDING AND CURRENT ROW) ORDER BY "person"."id" LIMIT 3"#;
        from(Person)
            .select(first_value(Person::id).over(named("w").order_by(Person::age).rows_between(preceding(1), current_row())))
            .window("w", window().partition_by(Person::name)) =>
            r#"SELECT first_value("person"."id") OVER ("w" ORDER BY "person"."age" ROWS BETWEEN $1 PRECEDING AND CURRENT ROW) FROM "person" WINDOW "w" AS (PARTITION BY "person"."name")"#;
        from(Person)
            .select(rank().over(named("b")))
            .window("a", window().order_by(Person::age))
            .window("b", named("a")) =>
            r#"SELECT rank() OVER "b" FROM "person" WINDOW "a" AS (ORDER BY "person"."age"), "b" AS ("a")"#;
    }
}

#[tokio::test]
async fn windows_are_computed_after_groups() {
    let (_database, mut db) = people().await;
    holds! { db;
        select((Person::age, rank().over(window().order_by(sum(Person::id).desc()))))
            .group_by(Person::age)
            .order_by(row_number().over(window().order_by(Person::age))) =>
            r#"SELECT "person"."age", rank() OVER (ORDER BY sum("person"."id") DESC) FROM "person" GROUP BY "person"."age" ORDER BY row_number() OVER (ORDER BY "person"."age")"#;
        from(Person).select(rank().over(window().order_by(count_all()))) =>
            r#"SELECT rank() OVER (ORDER BY count(*)) FROM "person""#;
        select(lag(max(Person::age)).over(window())) => r#"SELECT lag(max("person"."age")) OVER () FROM "person""#;
    }
}
