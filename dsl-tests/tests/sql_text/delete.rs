//! `DELETE`, `TRUNCATE`

use dsl_tests::language::{FavoriteColor, Manager, Note, Person, people};
use dsl_tests::takes;
use piton::prelude::*;

#[derive(Cte, Debug)]
struct Ids {
    id: i32,
}

#[tokio::test]
async fn where_and_using() {
    let (_database, mut db) = people().await;
    let colors = || from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
    takes! { db;
        delete(Note).every_row() => r#"DELETE FROM "note""#;
        delete(Person).filter(Person::age.lt(18)).filter(Person::email.is_null()) =>
            r#"DELETE FROM "person" WHERE "person"."age" < $1 AND "person"."email" IS NULL"#;
        delete(Person).filter(!exists(colors())) =>
            r#"DELETE FROM "person" WHERE NOT EXISTS (SELECT 1 FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id")"#;
        delete(Person).using(FavoriteColor).filter(Person::id.eq(FavoriteColor::person_id) & FavoriteColor::color.eq("x")) =>
            r#"DELETE FROM "person" USING "favorite_color" WHERE "person"."id" = "favorite_color"."person_id" AND "favorite_color"."color" = $1"#;
        delete(Person).using(Manager).join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id)).filter(Person::manager_id.eq(Manager.id)) =>
            r#"DELETE FROM "person" USING "person" AS "manager" JOIN "favorite_color" ON "favorite_color"."person_id" = "manager"."id" WHERE "person"."manager_id" = "manager"."id""#;
        delete(Person).using(Manager).left_join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id)).filter(Person::id.eq(Manager.id) & FavoriteColor::id.is_null()) =>
            r#"DELETE FROM "person" USING "person" AS "manager" LEFT JOIN "favorite_color" ON "favorite_color"."person_id" = "manager"."id" WHERE "person"."id" = "manager"."id" AND "favorite_color"."id" IS NULL"#;
        delete(Note).using(Person).using(Manager).filter(Note::person_id.eq(Manager.id)) =>
            r#"DELETE FROM "note" USING "person" CROSS JOIN "person" AS "manager" WHERE "note"."person_id" = "manager"."id""#;
        with(Ids.of(select(Person::id)), delete(Note).using(Ids).filter(Note::person_id.eq(Ids::id))) =>
            r#"WITH "ids"("id") AS (SELECT "person"."id" FROM "person") DELETE FROM "note" USING "ids" WHERE "note"."person_id" = "ids"."id""#;
    }
}

#[tokio::test]
async fn returning() {
    let (_database, mut db) = people().await;
    let query =
        delete(Note).using(Person).filter(Note::person_id.eq(Person::id)).returning((Note, Person::name));
    assert_eq!(
        query.to_sql(),
        r#"DELETE FROM "note" USING "person" WHERE "note"."person_id" = "person"."id" RETURNING "note"."person_id", "note"."text", "person"."name""#,
    );
    query.all(&mut db).await.unwrap();
    takes! { db;
        with(Ids.of(delete(Person).filter(Person::id.eq(1)).returning(Person::id)).materialized(), select(count(Ids::id))) =>
            r#"WITH "ids"("id") AS MATERIALIZED (DELETE FROM "person" WHERE "person"."id" = $1 RETURNING "person"."id") SELECT count("ids"."id") FROM "ids""#;
        with((Ids.of(select(Person::id)), Gone.of(delete(Note).using(Ids).filter(Note::person_id.eq(Ids::id)).returning(Ids::id))), select(Gone)) =>
            r#"WITH "ids"("id") AS (SELECT "person"."id" FROM "person"), "gone"("id") AS (DELETE FROM "note" USING "ids" WHERE "note"."person_id" = "ids"."id" RETURNING "ids"."id") SELECT "gone"."id" FROM "gone""#;
    }
}

#[derive(Cte, Debug)]
struct Gone {
    id: i32,
}

#[tokio::test]
async fn truncated_tables() {
    let (_database, mut db) = people().await;
    takes! { db;
        truncate(Note) => r#"TRUNCATE "note""#;
        truncate((Note, Person)) => r#"TRUNCATE "note", "person""#;
        truncate(Note).cascade() => r#"TRUNCATE "note" CASCADE"#;
        truncate((Note, Person, FavoriteColor)).restart_identity() => r#"TRUNCATE "note", "person", "favorite_color" RESTART IDENTITY"#;
    }
}
