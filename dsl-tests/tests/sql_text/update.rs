//! `UPDATE`

use dsl_tests::language::{FavoriteColor, Manager, Person, people};
use dsl_tests::takes;
use piton::prelude::*;

#[derive(Cte, Debug)]
struct Ids {
    id: i32,
}

#[tokio::test]
async fn set_and_where() {
    let (_database, mut db) = people().await;
    takes! { db;
        update(Person).set(Person::age, 1).every_row() => r#"UPDATE "person" SET "age" = $1"#;
        update(Person).filter(Person::id.eq(1)).set(Person::age, Person::age + 1).set(Person::email, None::<String>) =>
            r#"UPDATE "person" SET "age" = "person"."age" + $1, "email" = $2 WHERE "person"."id" = $3"#;
        update(Person).set_all((Person::age.set(1), Person::name.set(Person::name.concat("!")))).every_row() =>
            r#"UPDATE "person" SET "age" = $1, "name" = "person"."name" || $2"#;
        update(Person).set(Person::age, 1).filter(Person::id.eq(1) | Person::id.eq(2)).filter(!Person::age.gt(3)) =>
            r#"UPDATE "person" SET "age" = $1 WHERE ("person"."id" = $2 OR "person"."id" = $3) AND NOT ("person"."age" > $4)"#;
        update(Person).set(Person::email, select(max(FavoriteColor::color)).scalar()).filter(Person::id.eq(1)) =>
            r#"UPDATE "person" SET "email" = (SELECT max("favorite_color"."color") FROM "favorite_color") WHERE "person"."id" = $1"#;
    }
}

#[tokio::test]
async fn other_tables() {
    let (_database, mut db) = people().await;
    takes! { db;
        update(Person).from(FavoriteColor).set(Person::email, FavoriteColor::color).filter(Person::id.eq(FavoriteColor::person_id)) =>
            r#"UPDATE "person" SET "email" = "favorite_color"."color" FROM "favorite_color" WHERE "person"."id" = "favorite_color"."person_id""#;
        update(Person).from(Manager).join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id)).set(Person::age, Manager.age).filter(Person::manager_id.eq(Manager.id)) =>
            r#"UPDATE "person" SET "age" = "manager"."age" FROM "person" AS "manager" JOIN "favorite_color" ON "favorite_color"."person_id" = "manager"."id" WHERE "person"."manager_id" = "manager"."id""#;
        update(Person).from(Manager).left_join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id)).set(Person::age, 1).every_row() =>
            r#"UPDATE "person" SET "age" = $1 FROM "person" AS "manager" LEFT JOIN "favorite_color" ON "favorite_color"."person_id" = "manager"."id""#;
        update(Person).from(Manager).from(FavoriteColor).set(Person::age, 1).every_row() =>
            r#"UPDATE "person" SET "age" = $1 FROM "person" AS "manager" CROSS JOIN "favorite_color""#;
        update(Person).from(Ids.of(select(FavoriteColor::person_id).limit(1))).set(Person::age, 1).filter(Person::id.eq(Ids::id)) =>
            r#"UPDATE "person" SET "age" = $1 FROM (SELECT "favorite_color"."person_id" FROM "favorite_color" LIMIT 1) AS "ids"("id") WHERE "person"."id" = "ids"."id""#;
        with(Ids.of(select(FavoriteColor::person_id)), update(Person).from(Ids).set(Person::age, 1).filter(Person::id.eq(Ids::id))) =>
            r#"WITH "ids"("id") AS (SELECT "favorite_color"."person_id" FROM "favorite_color") UPDATE "person" SET "age" = $1 FROM "ids" WHERE "person"."id" = "ids"."id""#;
        with(Ids.of(select(FavoriteColor::person_id)), update(Person).set(Person::age, 1).filter(Person::id.in_(select(Ids::id)))) =>
            r#"WITH "ids"("id") AS (SELECT "favorite_color"."person_id" FROM "favorite_color") UPDATE "person" SET "age" = $1 WHERE "person"."id" = ANY(SELECT "ids"."id" FROM "ids")"#;
    }
}

#[tokio::test]
async fn returning() {
    let (_database, mut db) = people().await;
    let set = || update(Person).set(Person::age, 1).filter(Person::id.eq(1));
    let query = set().returning(Person);
    assert_eq!(
        query.to_sql(),
        r#"UPDATE "person" SET "age" = $1 WHERE "person"."id" = $2 RETURNING "person"."id", "person"."name", "person"."age", "person"."email", "person"."manager_id""#,
    );
    query.all(&mut db).await.unwrap();
    let query = set().from(Manager).returning((Person::age + 1, Manager.name));
    assert_eq!(
        query.to_sql(),
        r#"UPDATE "person" SET "age" = $1 FROM "person" AS "manager" WHERE "person"."id" = $2 RETURNING "person"."age" + $3, "manager"."name""#,
    );
    query.all(&mut db).await.unwrap();
    takes! { db;
        with(Ids.of(set().returning(Person::id)), select(Ids)) =>
            r#"WITH "ids"("id") AS (UPDATE "person" SET "age" = $1 WHERE "person"."id" = $2 RETURNING "person"."id") SELECT "ids"."id" FROM "ids""#;
    }
}
