//! Aggregates, GROUP BY and HAVING.

use dsl_tests::holds;
use dsl_tests::language::{FavoriteColor, Person, Sample, empty, tables};
use piton::prelude::*;

#[tokio::test]
async fn aggregates_are_function_calls() {
    let (_database, mut db) = tables().await;
    let from = |text: &str| format!(r#"SELECT {text} FROM "sample""#);
    holds! { db;
        select(count(Sample::id)) => &from(r#"count("sample"."id")"#);
        select(count(Sample::maybe).distinct()) => &from(r#"count(DISTINCT "sample"."maybe")"#);
        select((count_all(), count(Sample::id))) => &from(r#"count(*), count("sample"."id")"#);
        select(sum(Sample::small)) => &from(r#"sum("sample"."small")"#);
        select(sum(Sample::number).distinct()) => &from(r#"sum(DISTINCT "sample"."number")"#);
        select(sum(Sample::big)) => &from(r#"sum("sample"."big")"#);
        select(sum(Sample::real)) => &from(r#"sum("sample"."real")"#);
        select(sum(Sample::double)) => &from(r#"sum("sample"."double")"#);
        select(sum(Sample::exact)) => &from(r#"sum("sample"."exact")"#);
        select(avg(Sample::small)) => &from(r#"avg("sample"."small")"#);
        select(avg(Sample::number)) => &from(r#"avg("sample"."number")"#);
        select(avg(Sample::big)) => &from(r#"avg("sample"."big")"#);
        select(avg(Sample::real).distinct()) => &from(r#"avg(DISTINCT "sample"."real")"#);
        select(avg(Sample::double)) => &from(r#"avg("sample"."double")"#);
        select(avg(Sample::exact)) => &from(r#"avg("sample"."exact")"#);
        select((min(Sample::text), max(Sample::text))) => &from(r#"min("sample"."text"), max("sample"."text")"#);
        select((min(Sample::maybe).distinct(), max(Sample::real))) =>
            &from(r#"min(DISTINCT "sample"."maybe"), max("sample"."real")"#);
        select(sum(Sample::number * 2 + 1)) => &from(r#"sum("sample"."number" * $1 + $2)"#);
        select(count(Sample::number.gt(1) | Sample::flag)) =>
            &from(r#"count("sample"."number" > $1 OR "sample"."flag")"#);
        select(sum(Sample::number) * 2 - -count_all()) => &from(r#"sum("sample"."number") * $1 - -count(*)"#);
        select(max(Sample::number).gt(min(Sample::number)).and(count_all().ne(0))) =>
            &from(r#"max("sample"."number") > min("sample"."number") AND count(*) <> $1"#);
        select(max(Sample::text).concat(min(Sample::text))) =>
            &from(r#"max("sample"."text") || min("sample"."text")"#);
        select(sql_expr!(i32, "coalesce({}, {})", max(Sample::number), 0)) =>
            &from(r#"coalesce(max("sample"."number"), $1)"#);
    }
}

#[tokio::test]
async fn groups_are_columns_one_or_several() {
    let (_database, mut db) = tables().await;
    let counted = |keys: &str| format!(r#"SELECT {keys}, count(*) FROM "person" GROUP BY {keys}"#);
    let name = r#""person"."name""#;
    holds! { db;
        select((Person::name, count_all())).group_by(Person::name) => &counted(name);
        select((Person::name, count_all())).group_by((Person::name,)) => &counted(name);
        select((Person::name, Person::age, count_all())).group_by((Person::name, Person::age)) =>
            &counted(r#""person"."name", "person"."age""#);
        select((Person::name, Person::age, Person::email, count_all()))
            .group_by(((Person::name, Person::age), Person::email)) =>
            &counted(r#""person"."name", "person"."age", "person"."email""#);
        select(Person::name).group_by((Person::name, Person::age)) =>
            &format!(r#"SELECT {name} FROM "person" GROUP BY "person"."name", "person"."age""#);
        select(Person::name.concat("!")).group_by(Person::name) =>
            &format!(r#"SELECT {name} || $1 FROM "person" GROUP BY {name}"#);
        select((Person, count_all())).group_by(Person::id) =>
            r#"SELECT "person"."id", "person"."name", "person"."age", "person"."email", "person"."manager_id", count(*) FROM "person" GROUP BY "person"."id""#;
        from(Person).group_by(Person::name).select((count_all(), Person::name)) =>
            &format!(r#"SELECT count(*), {name} FROM "person" GROUP BY {name}"#);
    }
}

#[tokio::test]
async fn having_takes_aggregates_and_grouped_columns() {
    let (_database, mut db) = tables().await;
    let having = |text: &str| {
        format!(r#"SELECT "person"."name" FROM "person" GROUP BY "person"."name" HAVING {text}"#)
    };
    let query = || select(Person::name).group_by(Person::name);
    holds! { db;
        query().having(count_all().gt(1)) => &having("count(*) > $1");
        query().having(count_all().gt(1)).having(max(Person::age).lt(9)) =>
            &having(r#"count(*) > $1 AND max("person"."age") < $2"#);
        query().having(count_all().gt(1) | Person::name.eq("x")) =>
            &having(r#"(count(*) > $1 OR "person"."name" = $2)"#);
        query().having(sum(Person::age).is_null()) => &having(r#"sum("person"."age") IS NULL"#);
        query().having(max(Person::age).between(1, min(Person::id))) =>
            &having(r#"max("person"."age") BETWEEN $1 AND min("person"."id")"#);
    }
}

#[tokio::test]
async fn having_without_groups_is_about_all_rows() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(max(Person::age)).having(count_all().gt(1)) =>
            r#"SELECT max("person"."age") FROM "person" HAVING count(*) > $1"#;
        from(Person).select(value(1)).having(max(Person::age).gt(1)) =>
            r#"SELECT $1 FROM "person" HAVING max("person"."age") > $2"#;
    }
}

#[tokio::test]
async fn clauses_stand_in_their_order_whatever_the_order_of_calls() {
    let (_database, mut db) = tables().await;
    let query = from(Person)
        .limit(5)
        .filter(Person::age.gt(1))
        .left_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id).and(FavoriteColor::color.eq("red")))
        .group_by((Person::id, Person::name))
        .having(count(FavoriteColor::id).gt(2))
        .offset(4)
        .select((Person::id, count(FavoriteColor::id), value(0)))
        .order_by((count(FavoriteColor::id).desc(), Person::age + 3));
    let sql = r#"SELECT "person"."id", count("favorite_color"."id"), $1 FROM "person" LEFT JOIN "favorite_color" ON "favorite_color"."person_id" = "person"."id" AND "favorite_color"."color" = $2 WHERE "person"."age" > $3 GROUP BY "person"."id", "person"."name" HAVING count("favorite_color"."id") > $4 ORDER BY count("favorite_color"."id") DESC, "person"."age" + $5 LIMIT 5 OFFSET 4"#;
    holds! { db; query => sql; }
}

#[tokio::test]
async fn aggregates_need_no_table() {
    let (_database, mut db) = empty().await;
    holds! { db;
        select((count_all(), max(value(1)), count(constant("x")).distinct())) =>
            "SELECT count(*), max($1), count(DISTINCT 'x'::text)";
    }
}
