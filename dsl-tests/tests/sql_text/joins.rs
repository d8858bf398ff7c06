//! Joins and aliases.

use dsl_tests::holds;
use dsl_tests::language::{Boss, FavoriteColor, Manager, Note, Person, tables};
use piton::prelude::*;

alias!(Warm = FavoriteColor);
alias!(Cold = FavoriteColor);
alias!(PersonOfTheYear = Person);

const IDS: &str = r#"SELECT "person"."id", "favorite_color"."id" FROM "person""#;
const ON: &str = r#""person"."id" = "favorite_color"."person_id""#;

#[tokio::test]
async fn every_kind_of_join_has_its_keyword() {
    let (_database, mut db) = tables().await;
    let query = || select((Person::id, FavoriteColor::id));
    let on = || Person::id.eq(FavoriteColor::person_id);
    holds! { db;
        query().join(FavoriteColor, on()) => &format!(r#"{IDS} JOIN "favorite_color" ON {ON}"#);
        query().left_join(FavoriteColor, on()) => &format!(r#"{IDS} LEFT JOIN "favorite_color" ON {ON}"#);
        query().right_join(FavoriteColor, on()) => &format!(r#"{IDS} RIGHT JOIN "favorite_color" ON {ON}"#);
        query().full_join(FavoriteColor, on()) => &format!(r#"{IDS} FULL JOIN "favorite_color" ON {ON}"#);
        query().cross_join(FavoriteColor) => &format!(r#"{IDS} CROSS JOIN "favorite_color""#);
    }
}

#[tokio::test]
async fn joins_can_stand_before_what_is_selected() {
    let (_database, mut db) = tables().await;
    let list = (Person::id, FavoriteColor::id);
    let on = || Person::id.eq(FavoriteColor::person_id);
    holds! { db;
        from(Person).join(FavoriteColor, on()).select(list) => &format!(r#"{IDS} JOIN "favorite_color" ON {ON}"#);
        from(Person).left_join(FavoriteColor, on()).select(list) =>
            &format!(r#"{IDS} LEFT JOIN "favorite_color" ON {ON}"#);
        from(Person).right_join(FavoriteColor, on()).select(list) =>
            &format!(r#"{IDS} RIGHT JOIN "favorite_color" ON {ON}"#);
        from(Person).full_join(FavoriteColor, on()).select(list) =>
            &format!(r#"{IDS} FULL JOIN "favorite_color" ON {ON}"#);
        from(Person).cross_join(FavoriteColor).select(list) => &format!(r#"{IDS} CROSS JOIN "favorite_color""#);
        from(FavoriteColor).join(Person, on()).select(list) =>
            &format!(r#"SELECT "person"."id", "favorite_color"."id" FROM "favorite_color" JOIN "person" ON {ON}"#);
    }
}

#[tokio::test]
async fn the_condition_of_a_join_is_any_condition() {
    let (_database, mut db) = tables().await;
    let query = || select((Person::id, FavoriteColor::id));
    let on = || Person::id.eq(FavoriteColor::person_id);
    holds! { db;
        query().join(FavoriteColor, on().and(FavoriteColor::color.ne("red"))) =>
            &format!(r#"{IDS} JOIN "favorite_color" ON {ON} AND "favorite_color"."color" <> $1"#);
        query().join(FavoriteColor, on().or(Person::age.gt(9))).filter(Person::id.gt(1)) =>
            &format!(r#"{IDS} JOIN "favorite_color" ON {ON} OR "person"."age" > $1 WHERE "person"."id" > $2"#);
        query().left_join(FavoriteColor, on().not()) =>
            &format!(r#"{IDS} LEFT JOIN "favorite_color" ON NOT ({ON})"#);
        query().join(FavoriteColor, true) => &format!(r#"{IDS} JOIN "favorite_color" ON $1"#);
        query().join(FavoriteColor, sql_expr!(bool, "{} = any(ARRAY[{}])", Person::id, FavoriteColor::id)) =>
            &format!(r#"{IDS} JOIN "favorite_color" ON "person"."id" = any(ARRAY["favorite_color"."id"])"#);
        query().filter(Person::age.gt(1)).join(FavoriteColor, FavoriteColor::color.eq("red")).filter(on()) =>
            &format!(
                r#"{IDS} JOIN "favorite_color" ON "favorite_color"."color" = $1 WHERE "person"."age" > $2 AND {ON}"#
            );
    }
}

#[tokio::test]
async fn an_alias_is_another_table() {
    let (_database, mut db) = tables().await;
    let managed = Person::manager_id.eq(Manager.id);
    let led = Manager.manager_id.eq(Boss.id);
    holds! { db;
        select((Person::name, Manager.name)).join(Manager, managed.clone()) =>
            r#"SELECT "person"."name", "manager"."name" FROM "person" JOIN "person" AS "manager" ON "person"."manager_id" = "manager"."id""#;
        select((Person::name, Manager.name, Boss.name)).left_join(Manager, managed).left_join(Boss, led) =>
            r#"SELECT "person"."name", "manager"."name", "boss"."name" FROM "person" LEFT JOIN "person" AS "manager" ON "person"."manager_id" = "manager"."id" LEFT JOIN "person" AS "boss" ON "manager"."manager_id" = "boss"."id""#;
        select((Warm.color, Cold.color)).cross_join(Cold) =>
            r#"SELECT "warm"."color", "cold"."color" FROM "favorite_color" AS "warm" CROSS JOIN "favorite_color" AS "cold""#;
        select(Manager).join(Person, Manager.id.eq(Person::manager_id)).filter(Manager.age.lt(Person::age)) =>
            r#"SELECT "manager"."id", "manager"."name", "manager"."age", "manager"."email", "manager"."manager_id" FROM "person" AS "manager" JOIN "person" ON "manager"."id" = "person"."manager_id" WHERE "manager"."age" < "person"."age""#;
        select(PersonOfTheYear.id) => r#"SELECT "person_of_the_year"."id" FROM "person" AS "person_of_the_year""#;
    }
}

macro_rules! twelve {
    ($($alias:ident)+) => { $(alias!($alias = Note);)+ };
}

twelve!(N1 N2 N3 N4 N5 N6 N7 N8 N9 N10 N11);

#[tokio::test]
async fn twelve_tables_can_be_joined() {
    let (_database, mut db) = tables().await;
    let query = select((Person, N1.text, N11))
        .join(N1, N1.person_id.eq(Person::id))
        .left_join(N2, N2.person_id.eq(N1.person_id))
        .join(N3, N3.person_id.eq(N2.person_id))
        .left_join(N4, N4.person_id.eq(N3.person_id))
        .join(N5, N5.person_id.eq(N4.person_id))
        .left_join(N6, N6.person_id.eq(N5.person_id))
        .join(N7, N7.person_id.eq(N6.person_id))
        .left_join(N8, N8.person_id.eq(N7.person_id))
        .join(N9, N9.person_id.eq(N8.person_id))
        .left_join(N10, N10.person_id.eq(N9.person_id))
        .cross_join(N11);
    let mut sql = r#"SELECT "person"."id", "person"."name", "person"."age", "person"."email", "person"."manager_id", "n1"."text", "n11"."person_id", "n11"."text" FROM "person" JOIN "note" AS "n1" ON "n1"."person_id" = "person"."id""#.to_owned();
    for n in 2..=10 {
        let kind = if n % 2 == 0 { "LEFT JOIN" } else { "JOIN" };
        let before = n - 1;
        sql += &format!(r#" {kind} "note" AS "n{n}" ON "n{n}"."person_id" = "n{before}"."person_id""#);
    }
    sql += r#" CROSS JOIN "note" AS "n11""#;
    holds! { db; query => &sql; }
}
