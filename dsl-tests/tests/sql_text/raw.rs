//! Raw SQL as an expression.

use dsl_tests::holds;
use dsl_tests::language::{Person, tables};
use piton::prelude::*;

#[tokio::test]
async fn a_fragment_is_its_text() {
    let (_database, mut db) = tables().await;
    holds! { db;
        select(fragment::<i32>("1 + 1")) => "SELECT 1 + 1";
        select((Person::id, fragment::<Option<String>>("NULL::text"))) =>
            r#"SELECT "person"."id", NULL::text FROM "person""#;
        from(Person).select(fragment::<i64>("count(*) FILTER (WHERE age > 1)")) =>
            r#"SELECT count(*) FILTER (WHERE age > 1) FROM "person""#;
        select(Person::id).filter(fragment::<bool>("true")).order_by(fragment::<f64>("random()").desc()) =>
            r#"SELECT "person"."id" FROM "person" WHERE (true) ORDER BY random() DESC"#;
    }
}

#[tokio::test]
async fn an_expression_of_raw_sql_has_arguments() {
    let (_database, mut db) = tables().await;
    let (low, high) = (1, 6);
    let from = |text: &str| format!(r#"SELECT {text} FROM "person""#);
    holds! { db;
        select(sql_expr!(String, "upper({})", Person::name)) => &from(r#"upper("person"."name")"#);
        select(sql_expr!(i32, "least({low}, {}, {high})", Person::age)) => &from(r#"least($1, "person"."age", $2)"#);
        select(sql_expr!(i32, "{low} + {low} + {}", Person::age)) => &from(r#"$1 + $2 + "person"."age""#);
        select(sql_expr!(i32, "coalesce({}, {})", Person::manager_id, Person::age + 1)) =>
            &from(r#"coalesce("person"."manager_id", ("person"."age" + $1))"#);
        select(sql_expr!(i32, "CASE WHEN {} THEN {} ELSE 0 END", Person::age.gt(1) | Person::id.lt(2), Person::id)) =>
            &from(r#"CASE WHEN ("person"."age" > $1 OR "person"."id" < $2) THEN "person"."id" ELSE 0 END"#);
        select(sql_expr!(String, "'{{}}' || {}", Person::name)) => &from(r#"'{}' || "person"."name""#);
        select(sql_expr!(bool, "{} OR {}", fragment::<bool>("true AND false"), Person::age.is_null())) =>
            &from(r#"(true AND false) OR ("person"."age" IS NULL)"#);
        select(sql_expr!(i32, "length({})", sql_expr!(String, "{} || {}", Person::name, "x")) + 1) =>
            &from(r#"(length(("person"."name" || $1))) + $2"#);
    }
}
