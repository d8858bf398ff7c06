//! `MERGE`

use dsl_tests::language::{FavoriteColor, Manager, Person, people, run};
use piton::prelude::*;

#[derive(Cte, Debug)]
struct Ids {
    id: i32,
}

/// The server takes it, unless it is older than the version that has it.
async fn prepared(db: &mut Connection, since: i32, sql: &str) {
    let here: i32 =
        sql!("SELECT current_setting('server_version_num')::integer").one(&mut *db).await.unwrap();
    if here >= since * 10_000 {
        run(db, &format!("PREPARE checked AS {sql}; DEALLOCATE checked")).await;
    }
}

macro_rules! merges {
    ($db:expr; $($since:literal: $query:expr => $sql:expr;)+) => { $(
        assert_eq!($query.to_sql(), $sql);
        prepared(&mut $db, $since, $sql).await;
    )+ };
}

#[tokio::test]
async fn branches() {
    let (_database, mut db) = people().await;
    let colors = || merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id));
    merges! { db;
        15: colors().when_matched().delete() =>
            r#"MERGE INTO "favorite_color" USING "person" ON "favorite_color"."person_id" = "person"."id" WHEN MATCHED THEN DELETE"#;
        15: colors().when_matched().filter(Person::age.gt(30)).filter(Person::id.eq(1) | Person::id.eq(2)).update((FavoriteColor::color.set(Person::name), FavoriteColor::person_id.set(FavoriteColor::person_id + 1))) =>
            r#"MERGE INTO "favorite_color" USING "person" ON "favorite_color"."person_id" = "person"."id" WHEN MATCHED AND "person"."age" > $1 AND ("person"."id" = $2 OR "person"."id" = $3) THEN UPDATE SET "color" = "person"."name", "person_id" = "favorite_color"."person_id" + $4"#;
        15: colors().when_not_matched().filter(Person::age.gt(3)).do_nothing().when_not_matched().insert((FavoriteColor::color.set("x"), FavoriteColor::person_id.set(Person::id))) =>
            r#"MERGE INTO "favorite_color" USING "person" ON "favorite_color"."person_id" = "person"."id" WHEN NOT MATCHED AND "person"."age" > $1 THEN DO NOTHING WHEN NOT MATCHED THEN INSERT ("color", "person_id") VALUES ($2, "person"."id")"#;
        17: colors().when_not_matched_by_source().filter(FavoriteColor::color.eq("x")).update(FavoriteColor::color.set("y")).when_not_matched_by_source().delete() =>
            r#"MERGE INTO "favorite_color" USING "person" ON "favorite_color"."person_id" = "person"."id" WHEN NOT MATCHED BY SOURCE AND "favorite_color"."color" = $1 THEN UPDATE SET "color" = $2 WHEN NOT MATCHED BY SOURCE THEN DELETE"#;
        15: merge(Person).using(Manager, Person::manager_id.eq(Manager.id)).when_matched().update(Person::age.set(Manager.age)) =>
            r#"MERGE INTO "person" USING "person" AS "manager" ON "person"."manager_id" = "manager"."id" WHEN MATCHED THEN UPDATE SET "age" = "manager"."age""#;
    }
}

#[tokio::test]
async fn queries_ctes_and_returning() {
    let (_database, mut db) = people().await;
    let ids = || Ids.of(select(FavoriteColor::person_id).distinct());
    merges! { db;
        15: merge(Person).using(ids(), Person::id.eq(Ids::id)).when_matched().delete() =>
            r#"MERGE INTO "person" USING (SELECT DISTINCT "favorite_color"."person_id" FROM "favorite_color") AS "ids"("id") ON "person"."id" = "ids"."id" WHEN MATCHED THEN DELETE"#;
        15: with(ids(), merge(Person).using(Ids, Person::id.eq(Ids::id)).when_matched().delete()) =>
            r#"WITH "ids"("id") AS (SELECT DISTINCT "favorite_color"."person_id" FROM "favorite_color") MERGE INTO "person" USING "ids" ON "person"."id" = "ids"."id" WHEN MATCHED THEN DELETE"#;
        17: merge(Person).using(Manager, Person::manager_id.eq(Manager.id)).when_matched().delete().returning((Person::id, Manager.name)) =>
            r#"MERGE INTO "person" USING "person" AS "manager" ON "person"."manager_id" = "manager"."id" WHEN MATCHED THEN DELETE RETURNING "person"."id", "manager"."name""#;
        17: with(Ids.of(merge(Person).using(Manager, Person::manager_id.eq(Manager.id)).when_matched().delete().returning(Person::id)), select(Ids)) =>
            r#"WITH "ids"("id") AS (MERGE INTO "person" USING "person" AS "manager" ON "person"."manager_id" = "manager"."id" WHEN MATCHED THEN DELETE RETURNING "person"."id") SELECT "ids"."id" FROM "ids""#;
    }
}
