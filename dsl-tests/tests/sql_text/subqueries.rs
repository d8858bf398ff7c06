//! Queries inside of expressions.

use dsl_tests::holds;
use dsl_tests::language::{Boss, FavoriteColor, Manager, Person, Sample, tables};
use piton::prelude::*;

#[tokio::test]
async fn a_query_with_one_column_is_a_value() {
    let (_database, mut db) = tables().await;
    let oldest = || select(max(Person::age)).scalar();
    holds! { db;
        select((FavoriteColor::id, oldest())) =>
            r#"SELECT "favorite_color"."id", (SELECT max("person"."age") FROM "person") FROM "favorite_color""#;
        select(oldest()) => r#"SELECT (SELECT max("person"."age") FROM "person")"#;
        select(FavoriteColor::id).filter(FavoriteColor::id.lt(oldest())) =>
            r#"SELECT "favorite_color"."id" FROM "favorite_color" WHERE "favorite_color"."id" < (SELECT max("person"."age") FROM "person")"#;
        select(FavoriteColor::id).filter(oldest().gt(FavoriteColor::id)) =>
            r#"SELECT "favorite_color"."id" FROM "favorite_color" WHERE (SELECT max("person"."age") FROM "person") > "favorite_color"."id""#;
        select(oldest() * 2 + oldest()) =>
            r#"SELECT (SELECT max("person"."age") FROM "person") * $1 + (SELECT max("person"."age") FROM "person")"#;
        select(FavoriteColor::id).order_by(oldest().desc()) =>
            r#"SELECT "favorite_color"."id" FROM "favorite_color" ORDER BY (SELECT max("person"."age") FROM "person") DESC"#;
        select(sql_expr!(i32, "coalesce({}, {})", oldest(), 0)) =>
            r#"SELECT coalesce((SELECT max("person"."age") FROM "person"), $1)"#;
        select(max(FavoriteColor::id)).having(max(FavoriteColor::id).lt(oldest())) =>
            r#"SELECT max("favorite_color"."id") FROM "favorite_color" HAVING max("favorite_color"."id") < (SELECT max("person"."age") FROM "person")"#;
        select(select(Person::name).limit(1).order_by(Person::age).scalar()) =>
            r#"SELECT (SELECT "person"."name" FROM "person" ORDER BY "person"."age" LIMIT 1)"#;
    }
}

#[tokio::test]
async fn parameters_are_numbered_in_the_order_of_the_text() {
    let (_database, mut db) = tables().await;
    let colors = select(FavoriteColor::person_id).filter(FavoriteColor::color.eq("red")).limit(1).scalar();
    holds! { db;
        select((value(1), Person::age + 2))
            .filter(Person::name.ne("x"))
            .filter(Person::id.eq(colors).and(Person::age.gt(3))) =>
            r#"SELECT $1, "person"."age" + $2 FROM "person" WHERE "person"."name" <> $3 AND "person"."id" = (SELECT "favorite_color"."person_id" FROM "favorite_color" WHERE "favorite_color"."color" = $4 LIMIT 1) AND "person"."age" > $5"#;
    }
}

#[tokio::test]
async fn rows_exist_or_not() {
    let (_database, mut db) = tables().await;
    let person = |condition: &str| format!(r#"SELECT "person"."id" FROM "person" WHERE {condition}"#);
    let of_person = || FavoriteColor::person_id.eq(outer(Person::id));
    let colors = r#"FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id""#;
    holds! { db;
        select(Person::id).filter(exists(from(FavoriteColor))) =>
            &person(r#"EXISTS (SELECT 1 FROM "favorite_color")"#);
        select(Person::id).filter(exists(select(FavoriteColor).filter(FavoriteColor::color.eq("red")))) =>
            &person(r#"EXISTS (SELECT "favorite_color"."id", "favorite_color"."person_id", "favorite_color"."color" FROM "favorite_color" WHERE "favorite_color"."color" = $1)"#);
        select(Person::id).filter(exists(from(FavoriteColor).filter(of_person()))) =>
            &person(&format!("EXISTS (SELECT 1 {colors})"));
        select(Person::id).filter(!exists(from(FavoriteColor).filter(of_person()))) =>
            &person(&format!("NOT EXISTS (SELECT 1 {colors})"));
        select(Person::id).filter(exists(from(FavoriteColor).filter(of_person())).or(Person::age.gt(1))) =>
            &person(&format!(r#"(EXISTS (SELECT 1 {colors}) OR "person"."age" > $1)"#));
        select(exists(from(Person))) => r#"SELECT EXISTS (SELECT 1 FROM "person")"#;
    }
}

#[tokio::test]
async fn outer_columns_stand_in_every_clause() {
    let (_database, mut db) = tables().await;
    let outside = |query: &str| format!(r#"SELECT "person"."id" FROM "person" WHERE EXISTS ({query})"#);
    let base = || select(Person::id);
    holds! { db;
        base().filter(exists(from(FavoriteColor).select(outer(Person::name)))) =>
            &outside(r#"SELECT "person"."name" FROM "favorite_color""#);
        base().filter(exists(from(FavoriteColor).join(Manager, Manager.id.eq(outer(Person::id))))) =>
            &outside(r#"SELECT 1 FROM "favorite_color" JOIN "person" AS "manager" ON "manager"."id" = "person"."id""#);
        base().filter(exists(from(FavoriteColor).left_join(Manager, Manager.id.eq(outer(Person::id))))) =>
            &outside(r#"SELECT 1 FROM "favorite_color" LEFT JOIN "person" AS "manager" ON "manager"."id" = "person"."id""#);
        base().filter(exists(select(FavoriteColor::color).order_by(outer(Person::age) + FavoriteColor::id).limit(3))) =>
            &outside(r#"SELECT "favorite_color"."color" FROM "favorite_color" ORDER BY "person"."age" + "favorite_color"."id" LIMIT 3"#);
        base().filter(exists(
            select(FavoriteColor::color)
                .group_by(FavoriteColor::color)
                .having(max(FavoriteColor::id).gt(outer(Person::age) * 1).is_not_null() | outer(Person::name).eq(FavoriteColor::color)),
        )) => &outside(r#"SELECT "favorite_color"."color" FROM "favorite_color" GROUP BY "favorite_color"."color" HAVING ((max("favorite_color"."id") > "person"."age" * $1) IS NOT NULL OR "person"."name" = "favorite_color"."color")"#);
        base().filter(exists(select(sum(FavoriteColor::id + outer(Person::age))))) =>
            &outside(r#"SELECT sum("favorite_color"."id" + "person"."age") FROM "favorite_color""#);
    }
}

#[tokio::test]
async fn subqueries_of_subqueries_reach_further() {
    let (_database, mut db) = tables().await;
    let inner = from(Boss).filter(Boss.id.eq(outer(Manager.id)).and(Boss.age.gt(outer(outer(Person::age)))));
    let middle = from(Manager).filter(Manager.id.eq(outer(Person::manager_id))).filter(exists(inner));
    holds! { db;
        select(Person::id).filter(exists(middle)) =>
            r#"SELECT "person"."id" FROM "person" WHERE EXISTS (SELECT 1 FROM "person" AS "manager" WHERE "manager"."id" = "person"."manager_id" AND EXISTS (SELECT 1 FROM "person" AS "boss" WHERE "boss"."id" = "manager"."id" AND "boss"."age" > "person"."age"))"#;
    }
}

#[tokio::test]
async fn values_are_looked_for_in_queries() {
    let (_database, mut db) = tables().await;
    let person = |condition: &str| format!(r#"SELECT "person"."id" FROM "person" WHERE {condition}"#);
    let ids = || select(FavoriteColor::person_id);
    let rows = r#"SELECT "favorite_color"."person_id" FROM "favorite_color""#;
    holds! { db;
        select(Person::id).filter(Person::id.in_(ids())) => &person(&format!(r#""person"."id" = ANY({rows})"#));
        select(Person::id).filter(Person::id.not_in(ids())) => &person(&format!(r#""person"."id" <> ALL({rows})"#));
        select(Person::id).filter(Person::id.eq_any(ids())) => &person(&format!(r#""person"."id" = ANY({rows})"#));
        select(Person::id).filter(Person::id.eq_all(ids())) => &person(&format!(r#""person"."id" = ALL({rows})"#));
        select(Person::id).filter(Person::id.ne_any(ids())) => &person(&format!(r#""person"."id" <> ANY({rows})"#));
        select(Person::id).filter(Person::id.ne_all(ids())) => &person(&format!(r#""person"."id" <> ALL({rows})"#));
        select(Person::id).filter(Person::id.lt_any(ids())) => &person(&format!(r#""person"."id" < ANY({rows})"#));
        select(Person::id).filter(Person::id.le_all(ids())) => &person(&format!(r#""person"."id" <= ALL({rows})"#));
        select(Person::id).filter(Person::id.gt_all(ids())) => &person(&format!(r#""person"."id" > ALL({rows})"#));
        select(Person::id).filter((Person::id + 1).ge_any(ids())) =>
            &person(&format!(r#""person"."id" + $1 >= ANY({rows})"#));
        select(Person::id).filter(!Person::id.in_(ids())) =>
            &person(&format!(r#"NOT ("person"."id" = ANY({rows}))"#));
        select(Person::id).filter(
            Person::name.in_(select(FavoriteColor::color).filter(FavoriteColor::person_id.eq(outer(Person::id)))),
        ) => &person(r#""person"."name" = ANY(SELECT "favorite_color"."color" FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id")"#);
    }
}

#[tokio::test]
async fn rows_are_operands() {
    let (_database, mut db) = tables().await;
    let person = |condition: &str| format!(r#"SELECT "person"."id" FROM "person" WHERE {condition}"#);
    let pair = || row((Person::id, Person::name));
    let left = r#"("person"."id", "person"."name")"#;
    let query = || select((FavoriteColor::person_id, FavoriteColor::color));
    let rows = r#"SELECT "favorite_color"."person_id", "favorite_color"."color" FROM "favorite_color""#;
    holds! { db;
        select(Person::id).filter(pair().eq((1, "x"))) => &person(&format!("{left} = ($1, $2)"));
        select(Person::id).filter(pair().ne((Person::age, "x"))) =>
            &person(&format!(r#"{left} <> ("person"."age", $1)"#));
        select(Person::id).filter(pair().lt((1, "x"))) => &person(&format!("{left} < ($1, $2)"));
        select(Person::id).filter(pair().le((1, "x"))) => &person(&format!("{left} <= ($1, $2)"));
        select(Person::id).filter(pair().gt((1, "x"))) => &person(&format!("{left} > ($1, $2)"));
        select(Person::id).filter(!pair().ge((1, "x")) & Person::age.eq(1)) =>
            &person(&format!(r#"NOT ({left} >= ($1, $2)) AND "person"."age" = $3"#));
        select(Person::id).filter(pair().in_(query())) => &person(&format!("{left} = ANY({rows})"));
        select(Person::id).filter(pair().not_in(query())) => &person(&format!("{left} <> ALL({rows})"));
        select(Sample::id).filter(row((Sample::flag.and(true), Sample::number + 1)).eq((false, 1))) =>
            r#"SELECT "sample"."id" FROM "sample" WHERE ("sample"."flag" AND $1, "sample"."number" + $2) = ($3, $4)"#;
    }
}
