//! FOR UPDATE and its like.

use dsl_tests::holds;
use dsl_tests::language::{FavoriteColor, Manager, Person, tables};
use piton::prelude::*;
use piton::query::Lock;

#[tokio::test]
async fn rows_are_locked_after_everything_else() {
    let (_database, mut db) = tables().await;
    let text = r#"SELECT "person"."id" FROM "person""#;
    let base = || select(Person::id);
    holds! { db;
        base().for_update() => &format!("{text} FOR UPDATE");
        base().for_share() => &format!("{text} FOR SHARE");
        base().lock(Lock::no_key_update()) => &format!("{text} FOR NO KEY UPDATE");
        base().lock(Lock::key_share().nowait()) => &format!("{text} FOR KEY SHARE NOWAIT");
        base().for_update().filter(Person::id.gt(1)).order_by(Person::id).limit(2).offset(1) =>
            &format!(r#"{text} WHERE "person"."id" > $1 ORDER BY "person"."id" LIMIT 2 OFFSET 1 FOR UPDATE"#);
        base().lock(Lock::update().of(Person).skip_locked()) => &format!(r#"{text} FOR UPDATE OF "person" SKIP LOCKED"#);
        base().lock(Lock::update().skip_locked().of((Person,))) => &format!(r#"{text} FOR UPDATE OF "person" SKIP LOCKED"#);
        base().filter(Person::id.in_(select(FavoriteColor::person_id).for_update())) =>
            &format!(r#"{text} WHERE "person"."id" = ANY(SELECT "favorite_color"."person_id" FROM "favorite_color" FOR UPDATE)"#);
    }
}

#[tokio::test]
async fn tables_are_locked_each_in_its_own_way() {
    let (_database, mut db) = tables().await;
    let joined = || {
        select(Person::id)
            .join(FavoriteColor, FavoriteColor::person_id.eq(Person::id))
            .join(Manager, Manager.id.eq(Person::manager_id))
    };
    let text = r#"SELECT "person"."id" FROM "person" JOIN "favorite_color" ON "favorite_color"."person_id" = "person"."id" JOIN "person" AS "manager" ON "manager"."id" = "person"."manager_id""#;
    holds! { db;
        joined().for_update() => &format!("{text} FOR UPDATE");
        joined().lock(Lock::update().of((Person, Manager)).nowait()).lock(Lock::share().of(FavoriteColor)) =>
            &format!(r#"{text} FOR UPDATE OF "person", "manager" NOWAIT FOR SHARE OF "favorite_color""#);
        select(Person::id).left_join(Manager, Manager.id.eq(Person::manager_id)).lock(Lock::update().of(Person)) =>
            r#"SELECT "person"."id" FROM "person" LEFT JOIN "person" AS "manager" ON "manager"."id" = "person"."manager_id" FOR UPDATE OF "person""#;
    }
}
