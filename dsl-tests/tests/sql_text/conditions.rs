//! Comparisons, patterns, AND, OR and NOT.

use dsl_tests::holds;
use dsl_tests::language::{Person, Sample, tables};
use piton::prelude::*;

/// `select(Person::id).filter(..)` has this WHERE, for each pair.
macro_rules! filters {
    ($db:expr; $($condition:expr => $sql:expr;)+) => { holds! { $db; $(
        select(Person::id).filter($condition) => &format!(r#"SELECT "person"."id" FROM "person" WHERE {}"#, $sql);
    )+ } };
}

#[tokio::test]
async fn comparisons_take_values_columns_and_expressions() {
    let (_database, mut db) = tables().await;
    filters! { db;
        Person::age.eq(1) => r#""person"."age" = $1"#;
        Person::age.ne(1) => r#""person"."age" <> $1"#;
        Person::age.lt(1) => r#""person"."age" < $1"#;
        Person::age.le(1) => r#""person"."age" <= $1"#;
        Person::age.gt(1) => r#""person"."age" > $1"#;
        Person::age.ge(1) => r#""person"."age" >= $1"#;
        Person::age.eq(&1) => r#""person"."age" = $1"#;
        Person::age.eq(Person::id) => r#""person"."age" = "person"."id""#;
        Person::age.eq(Person::manager_id) => r#""person"."age" = "person"."manager_id""#;
        Person::manager_id.eq(Person::age) => r#""person"."manager_id" = "person"."age""#;
        Person::manager_id.eq(1) => r#""person"."manager_id" = $1"#;
        Person::age.eq(Person::id + 1) => r#""person"."age" = "person"."id" + $1"#;
        (Person::age + 1).eq(Person::id) => r#""person"."age" + $1 = "person"."id""#;
        Person::age.eq(constant(1)) => r#""person"."age" = '1'::integer"#;
        Person::age.eq(value(1)) => r#""person"."age" = $1"#;
        value(1).eq(Person::age) => r#"$1 = "person"."age""#;
        constant(1).lt(Person::age) => r#"'1'::integer < "person"."age""#;
        Person::name.eq("x") => r#""person"."name" = $1"#;
        Person::name.eq(String::from("x")) => r#""person"."name" = $1"#;
        Person::name.eq(&String::from("x")) => r#""person"."name" = $1"#;
        Person::name.eq(std::borrow::Cow::Borrowed("x")) => r#""person"."name" = $1"#;
        Person::name.ne(Person::email) => r#""person"."name" <> "person"."email""#;
        Person::age.gt(1).eq(Person::id.gt(2)) => r#"("person"."age" > $1) = ("person"."id" > $2)"#;
        Person::age.gt(1).eq(true) => r#"("person"."age" > $1) = $2"#;
        Person::age.eq(sql_expr!(i32, "1 + {}", Person::id)) => r#""person"."age" = (1 + "person"."id")"#;
        fragment::<i32>("1").eq(Person::age) => r#"(1) = "person"."age""#;
    }
}

#[tokio::test]
async fn null_is_compared_by_operators_of_its_own() {
    let (_database, mut db) = tables().await;
    filters! { db;
        Person::email.is_null() => r#""person"."email" IS NULL"#;
        Person::email.is_not_null() => r#""person"."email" IS NOT NULL"#;
        Person::email.is_distinct_from("x") => r#""person"."email" IS DISTINCT FROM $1"#;
        Person::email.is_distinct_from(Some("x")) => r#""person"."email" IS DISTINCT FROM $1"#;
        Person::email.is_distinct_from(None::<&str>) => r#""person"."email" IS DISTINCT FROM $1"#;
        Person::email.is_distinct_from(Some(String::from("x"))) => r#""person"."email" IS DISTINCT FROM $1"#;
        Person::email.is_distinct_from(Person::name) => r#""person"."email" IS DISTINCT FROM "person"."name""#;
        Person::email.is_not_distinct_from("x") => r#""person"."email" IS NOT DISTINCT FROM $1"#;
        Person::manager_id.is_not_distinct_from(Some(1)) => r#""person"."manager_id" IS NOT DISTINCT FROM $1"#;
        Person::manager_id.is_not_distinct_from(None::<i32>) => r#""person"."manager_id" IS NOT DISTINCT FROM $1"#;
        Person::manager_id.is_not_distinct_from(Person::id + 1) =>
            r#""person"."manager_id" IS NOT DISTINCT FROM "person"."id" + $1"#;
        Person::email.is_null().is_distinct_from(true) => r#"("person"."email" IS NULL) IS DISTINCT FROM $1"#;
        Person::age.gt(1).is_null() => r#"("person"."age" > $1) IS NULL"#;
        Person::email.is_null().is_null() => r#"("person"."email" IS NULL) IS NULL"#;
        (Person::age + 1).is_null() => r#""person"."age" + $1 IS NULL"#;
        Person::name.like("x").is_not_null() => r#""person"."name" LIKE $1 IS NOT NULL"#;
        Person::email.is_null().eq(Person::manager_id.is_null()) =>
            r#"("person"."email" IS NULL) = ("person"."manager_id" IS NULL)"#;
        fragment::<Option<i32>>("NULL").is_null() => "(NULL) IS NULL";
    }
}

#[tokio::test]
async fn lists_are_one_array_parameter() {
    let (_database, mut db) = tables().await;
    let ids: Vec<i32> = vec![1, 2];
    let names = ["a".to_owned(), "b".to_owned()];
    filters! { db;
        Person::age.in_([1, 2]) => r#""person"."age" = ANY($1)"#;
        Person::age.in_([0; 0]) => r#""person"."age" = ANY($1)"#;
        Person::age.in_(vec![1]) => r#""person"."age" = ANY($1)"#;
        Person::age.in_(&ids) => r#""person"."age" = ANY($1)"#;
        Person::age.in_(ids.iter().map(|id| id + 1)) => r#""person"."age" = ANY($1)"#;
        Person::age.in_(1..5) => r#""person"."age" = ANY($1)"#;
        Person::age.not_in([1, 2]) => r#""person"."age" <> ALL($1)"#;
        Person::name.in_(["a", "b"]) => r#""person"."name" = ANY($1)"#;
        Person::name.in_(&names) => r#""person"."name" = ANY($1)"#;
        Person::name.not_in(names.iter().map(String::as_str)) => r#""person"."name" <> ALL($1)"#;
        Person::email.in_(["a"]) => r#""person"."email" = ANY($1)"#;
        (Person::age + 1).in_([1]) => r#""person"."age" + $1 = ANY($2)"#;
        Person::age.gt(1).in_([true]) => r#"("person"."age" > $1) = ANY($2)"#;
        Person::age.in_([1]).eq(false) => r#"("person"."age" = ANY($1)) = $2"#;
        Person::age.in_([1]).not() => r#"NOT ("person"."age" = ANY($1))"#;
        Person::age.in_([1]).is_null() => r#"("person"."age" = ANY($1)) IS NULL"#;
    }
}

#[tokio::test]
async fn between_has_both_ends() {
    let (_database, mut db) = tables().await;
    filters! { db;
        Person::age.between(1, 2) => r#""person"."age" BETWEEN $1 AND $2"#;
        Person::age.between(Person::id, Person::manager_id) =>
            r#""person"."age" BETWEEN "person"."id" AND "person"."manager_id""#;
        (Person::age + 1).between(Person::id - 1, Person::id * 2) =>
            r#""person"."age" + $1 BETWEEN "person"."id" - $2 AND "person"."id" * $3"#;
        Person::name.between("a", Person::name.concat("b")) =>
            r#""person"."name" BETWEEN $1 AND "person"."name" || $2"#;
        Person::age.between(1, 2).and(Person::id.between(3, 4)) =>
            r#""person"."age" BETWEEN $1 AND $2 AND "person"."id" BETWEEN $3 AND $4"#;
        Person::age.between(1, 2).eq(true) => r#"("person"."age" BETWEEN $1 AND $2) = $3"#;
        !Person::age.between(1, 2) => r#"NOT ("person"."age" BETWEEN $1 AND $2)"#;
        Person::age.gt(1).between(false, Person::id.gt(2)) =>
            r#"("person"."age" > $1) BETWEEN $2 AND ("person"."id" > $3)"#;
        Person::age.between(1, 2).between(false, true) =>
            r#"("person"."age" BETWEEN $1 AND $2) BETWEEN $3 AND $4"#;
    }
}

#[tokio::test]
async fn patterns_are_those_of_like_and_ilike() {
    let (_database, mut db) = tables().await;
    filters! { db;
        Person::name.like("a%") => r#""person"."name" LIKE $1"#;
        Person::name.not_like("a%") => r#""person"."name" NOT LIKE $1"#;
        Person::name.ilike("a%") => r#""person"."name" ILIKE $1"#;
        Person::name.not_ilike("a%") => r#""person"."name" NOT ILIKE $1"#;
        Person::email.like(Person::name) => r#""person"."email" LIKE "person"."name""#;
        Person::name.like(Person::name.concat("%")) => r#""person"."name" LIKE "person"."name" || $1"#;
        Person::name.concat("x").like("%x") => r#""person"."name" || $1 LIKE $2"#;
        Person::name.like("a").eq(true) => r#""person"."name" LIKE $1 = $2"#;
        Person::name.like("a").eq(Person::name.ilike("b")) =>
            r#""person"."name" LIKE $1 = "person"."name" ILIKE $2"#;
        Person::name.contains("x") => r#""person"."name" LIKE $1"#;
        Person::name.starts_with("x") => r#""person"."name" LIKE $1"#;
        Person::name.ends_with(String::from("x")) => r#""person"."name" LIKE $1"#;
        Person::email.icontains("x") => r#""person"."email" ILIKE $1"#;
        Person::email.istarts_with("x") => r#""person"."email" ILIKE $1"#;
        Person::email.iends_with("x") => r#""person"."email" ILIKE $1"#;
        Person::name.like(sql_expr!(String, "'a' || 'b'")) => r#""person"."name" LIKE ('a' || 'b')"#;
    }
}

#[tokio::test]
async fn and_or_and_not_keep_what_was_written() {
    let (_database, mut db) = tables().await;
    let a = || Person::age.gt(1);
    let b = || Person::id.gt(2);
    let c = || Person::email.is_null();
    let (ta, tb, tc) = (r#""person"."age" > $1"#, r#""person"."id" > $2"#, r#""person"."email" IS NULL"#);
    filters! { db;
        a().and(b()) => format!("{ta} AND {tb}");
        a() & b() => format!("{ta} AND {tb}");
        a().or(b()) => format!("({ta} OR {tb})");
        a() | b() => format!("({ta} OR {tb})");
        a() & b() & c() => format!("{ta} AND {tb} AND {tc}");
        a() & (b() & c()) => format!("{ta} AND {tb} AND {tc}");
        a() | b() | c() => format!("({ta} OR {tb} OR {tc})");
        a() | (b() | c()) => format!("({ta} OR {tb} OR {tc})");
        a() & b() | c() => format!("({ta} AND {tb} OR {tc})");
        a() & (b() | c()) => format!("{ta} AND ({tb} OR {tc})");
        (a() | b()) & c() => format!("({ta} OR {tb}) AND {tc}");
        a() | b() & c() => format!("({ta} OR {tb} AND {tc})");
        !a() => format!("NOT ({ta})");
        a().not() => format!("NOT ({ta})");
        !!a() => format!("NOT (NOT ({ta}))");
        !(a() & b()) => format!("NOT ({ta} AND {tb})");
        !(a() | b()) & c() => format!("NOT ({ta} OR {tb}) AND {tc}");
        !a() & !b() => format!("NOT ({ta}) AND NOT ({tb})");
        (!a()).eq(b()) => format!("(NOT ({ta})) = ({tb})");
        (a() & b()).eq(c()) => format!("({ta} AND {tb}) = ({tc})");
        (a() | b()).is_null() => format!("({ta} OR {tb}) IS NULL");
        a() & true => format!("{ta} AND $2");
        a().or(false) => format!("({ta} OR $2)");
    }
}

#[tokio::test]
async fn boolean_columns_are_conditions() {
    let (_database, mut db) = tables().await;
    let where_ = |text: &str| format!(r#"SELECT "sample"."id" FROM "sample" WHERE {text}"#);
    holds! { db;
        select(Sample::id).filter(Sample::flag) => &where_(r#""sample"."flag""#);
        select(Sample::id).filter(!Sample::flag) => &where_(r#"NOT "sample"."flag""#);
        select(Sample::id).filter(Sample::maybe_flag.not()) => &where_(r#"NOT "sample"."maybe_flag""#);
        select(Sample::id).filter(Sample::flag & !Sample::maybe_flag | Sample::flag.eq(false)) =>
            &where_(r#"("sample"."flag" AND NOT "sample"."maybe_flag" OR "sample"."flag" = $1)"#);
        select(Sample::id).filter(Sample::flag.and(Sample::maybe_flag)) =>
            &where_(r#""sample"."flag" AND "sample"."maybe_flag""#);
        select(Sample::id).filter(sql_expr!(bool, "{} IS TRUE", Sample::maybe_flag) & Sample::flag) =>
            &where_(r#"("sample"."maybe_flag" IS TRUE) AND "sample"."flag""#);
        select(Sample::id).filter(value(true) & constant(false)) => &where_("$1 AND FALSE");
    }
}
