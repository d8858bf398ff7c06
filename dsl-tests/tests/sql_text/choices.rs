//! CASE, CAST, COALESCE and their like.

use dsl_tests::holds;
use dsl_tests::language::{Note, Person, Sample, tables};
use piton::prelude::*;
use piton::value::Numeric;

#[tokio::test]
async fn case_takes_conditions_or_values() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(case_when(Person::age.lt(18), "minor")) =>
            r#"SELECT CASE WHEN "person"."age" < $1 THEN $2 END FROM "person""#;
        select(case_when(Person::age.lt(18), 1).when(Person::age.gt(60) | Person::email.is_null(), Person::id).otherwise(3)) =>
            r#"SELECT CASE WHEN "person"."age" < $1 THEN $2 WHEN "person"."age" > $3 OR "person"."email" IS NULL THEN "person"."id" ELSE $4 END FROM "person""#;
        select(case_when(Person::age.lt(18), Person::name).otherwise(Person::email)) =>
            r#"SELECT CASE WHEN "person"."age" < $1 THEN "person"."name" ELSE "person"."email" END FROM "person""#;
        select(case_when(Person::age.lt(18), Person::name).otherwise(None::<String>)) =>
            r#"SELECT CASE WHEN "person"."age" < $1 THEN "person"."name" ELSE $2 END FROM "person""#;
        select(case(Person::name).when("Alice", 1).when(Person::email, 2).otherwise(Person::id + 3)) =>
            r#"SELECT CASE "person"."name" WHEN $1 THEN $2 WHEN "person"."email" THEN $3 ELSE "person"."id" + $4 END FROM "person""#;
        select(case(Person::age + 1).when(Person::id * 2, 1_i64)) =>
            r#"SELECT CASE "person"."age" + $1 WHEN "person"."id" * $2 THEN $3 END FROM "person""#;
        select(case_when(Person::age.lt(18), 1).otherwise(2) + 1) =>
            r#"SELECT CASE WHEN "person"."age" < $1 THEN $2 ELSE $3 END + $4 FROM "person""#;
        select(-case_when(Person::age.lt(18), 1).otherwise(2)) =>
            r#"SELECT -CASE WHEN "person"."age" < $1 THEN $2 ELSE $3 END FROM "person""#;
        select(case_when(case_when(Person::age.lt(18), true), case_when(Person::age.lt(9), 1))) =>
            r#"SELECT CASE WHEN CASE WHEN "person"."age" < $1 THEN $2 END THEN CASE WHEN "person"."age" < $3 THEN $4 END END FROM "person""#;
        select(Person::id).filter(case_when(Person::age.lt(18), true).otherwise(false)) =>
            r#"SELECT "person"."id" FROM "person" WHERE CASE WHEN "person"."age" < $1 THEN $2 ELSE $3 END"#;
        select(Person::id).order_by(case(Person::name).when("Alice", 0).otherwise(1).desc()) =>
            r#"SELECT "person"."id" FROM "person" ORDER BY CASE "person"."name" WHEN $1 THEN $2 ELSE $3 END DESC"#;
        select((count_all(), max(case_when(Person::age.lt(18), Person::age)))) =>
            r#"SELECT count(*), max(CASE WHEN "person"."age" < $1 THEN "person"."age" END) FROM "person""#;
        select(case_when(count_all().gt(1), max(Person::age)).otherwise(0)) =>
            r#"SELECT CASE WHEN count(*) > $1 THEN max("person"."age") ELSE $2 END FROM "person""#;
    }
}

#[tokio::test]
async fn choosing_functions() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(coalesce((Person::email, "none"))) => r#"SELECT coalesce("person"."email", $1) FROM "person""#;
        select(coalesce((Person::email, Person::email, Person::name))) =>
            r#"SELECT coalesce("person"."email", "person"."email", "person"."name") FROM "person""#;
        select(coalesce((Person::manager_id, None::<i32>)) + 1) =>
            r#"SELECT coalesce("person"."manager_id", $1) + $2 FROM "person""#;
        select(coalesce(("a", "b"))) => "SELECT coalesce($1, $2)";
        select(nullif(Person::name, "")) => r#"SELECT nullif("person"."name", $1) FROM "person""#;
        select(greatest((Person::age, Person::manager_id, 18))) =>
            r#"SELECT greatest("person"."age", "person"."manager_id", $1) FROM "person""#;
        select(least((value(1.5), Sample::double))) => r#"SELECT least($1, "sample"."double") FROM "sample""#;
        select(Person::id).join(Note, Note::text.is_null()).filter(coalesce((Note::person_id, 0)).eq(Person::id)) =>
            r#"SELECT "person"."id" FROM "person" JOIN "note" ON "note"."text" IS NULL WHERE coalesce("note"."person_id", $1) = "person"."id""#;
        select(nullable(None::<i32>)) => "SELECT $1";
        select(nullable(Some(3)) + 1) => "SELECT $1 + $2";
    }
}

#[tokio::test]
async fn truth_tests() {
    let (_database, mut db) = tables().await;
    let from = |text: &str| format!(r#"SELECT {text} FROM "sample""#);
    holds! { db;
        select(Sample::maybe_flag.is_true()) => &from(r#""sample"."maybe_flag" IS TRUE"#);
        select(Sample::maybe_flag.is_not_true()) => &from(r#""sample"."maybe_flag" IS NOT TRUE"#);
        select(Sample::maybe_flag.is_false()) => &from(r#""sample"."maybe_flag" IS FALSE"#);
        select(Sample::maybe_flag.is_not_false()) => &from(r#""sample"."maybe_flag" IS NOT FALSE"#);
        select(Sample::maybe.gt(1).is_unknown()) => &from(r#"("sample"."maybe" > $1) IS UNKNOWN"#);
        select((Sample::maybe.gt(1) & Sample::flag).is_not_unknown()) =>
            &from(r#"("sample"."maybe" > $1 AND "sample"."flag") IS NOT UNKNOWN"#);
        select(Sample::maybe.is_null().is_true()) => &from(r#"("sample"."maybe" IS NULL) IS TRUE"#);
        select(!Sample::flag.is_true()) => &from(r#"NOT ("sample"."flag" IS TRUE)"#);
    }
}

#[tokio::test]
async fn casts() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(Person::id.cast::<i64>() + 1) => r#"SELECT CAST("person"."id" AS int8) + $1 FROM "person""#;
        select((Person::id + 1).cast::<String>()) => r#"SELECT CAST("person"."id" + $1 AS text) FROM "person""#;
        select(Person::email.cast::<Vec<u8>>()) => r#"SELECT CAST("person"."email" AS bytea) FROM "person""#;
        select((Sample::exact.cast::<f64>(), Sample::double.cast::<Numeric>(), Sample::flag.cast::<i32>())) =>
            r#"SELECT CAST("sample"."exact" AS float8), CAST("sample"."double" AS numeric), CAST("sample"."flag" AS int4) FROM "sample""#;
        select(value(1).cast::<i16>()) => "SELECT CAST($1 AS int2)";
    }
}
