//! `INSERT`

use dsl_tests::language::{self, FavoriteColor, Person, Sample, run};
use dsl_tests::takes;
use piton::prelude::*;

#[derive(Table, Debug, Clone, PartialEq)]
#[table(name = "odd \"table\"", unique(key, part), unique(active, where = "active"))]
struct Odd {
    #[column(primary_key, auto)]
    id: i32,
    #[column(name = "Key \"1\"")]
    key: Option<String>,
    part: Option<i32>,
    #[column(default = "false")]
    active: bool,
    #[column(sql_type = "varchar(5)")]
    code: Option<String>,
    lists: Option<Vec<i32>>,
    #[column(version)]
    version: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Counter {
    #[column(primary_key, auto)]
    id: i32,
    #[column(default = "0")]
    n: i64,
}

#[derive(Cte, Debug)]
struct Ids {
    id: i32,
}

async fn tables() -> (piton::testing::Database, Connection) {
    let (database, mut db) = language::tables().await;
    run(&mut db, &piton::migrate::create_tables_sql(schema![Odd, Counter])).await;
    (database, db)
}

fn color(id: i32) -> FavoriteColor {
    FavoriteColor { id, person_id: 1, color: "x".into() }
}

#[tokio::test]
async fn rows() {
    let (_database, mut db) = tables().await;
    let colors = [color(12), color(13)];
    takes! { db;
        insert(Person::create().name("A").age(1)) =>
            r#"INSERT INTO "person" ("name", "age") VALUES ($1, $2)"#;
        insert([Person::create().name("A").age(1)]) =>
            r#"INSERT INTO "person" ("name", "age") VALUES ($1, $2)"#;
        insert([1, 2].map(|age| Person::create().name("A").age(age))) =>
            r#"INSERT INTO "person" ("name", "age") SELECT unnest($1), unnest($2)"#;
        insert(color(11)) =>
            r#"INSERT INTO "favorite_color" ("id", "person_id", "color") VALUES ($1, $2, $3)"#;
        insert(colors.iter()) =>
            r#"INSERT INTO "favorite_color" ("id", "person_id", "color") SELECT unnest($1), unnest($2), unnest($3)"#;
        insert(Counter::create()) => r#"INSERT INTO "counter" DEFAULT VALUES"#;
        insert(vec![Counter::create(); 2]) =>
            r#"INSERT INTO "counter" SELECT FROM generate_series(1, $1)"#;
        insert([None, Some(3)].map(|n| Counter::create().n_or_default(n))) =>
            "INSERT INTO \"counter\" DEFAULT VALUES\nINSERT INTO \"counter\" (\"n\") VALUES ($1)";
        insert(Vec::<Person>::new()) => "";
    }
}

#[tokio::test]
async fn names_types_and_arrays() {
    let (_database, mut db) = tables().await;
    takes! { db;
        insert(Odd::create().key("k").code("c")) =>
            r#"INSERT INTO "odd ""table""" ("Key ""1""", "code", "version") VALUES ($1, $2, $3)"#;
        insert([Some(vec![1]), None].map(|lists| Odd::create().key("l").lists(lists))) =>
            r#"INSERT INTO "odd ""table""" ("Key ""1""", "lists", "version") SELECT r.c1, CASE r.c5 WHEN 0 THEN '{}' ELSE a5.elements END, r.c6 FROM (SELECT unnest($1) AS c1, unnest($2) AS c5, unnest($3) AS c6, generate_series(1, $4) AS number) AS r LEFT JOIN (SELECT e.row, array_agg(e.element ORDER BY e.number) AS elements FROM (SELECT unnest($5) AS element, unnest($6) AS row, generate_series(1, $7) AS number) AS e GROUP BY e.row) AS a5 ON a5.row = r.number ORDER BY r.number"#;
    }
}

#[tokio::test]
async fn expressions() {
    let (_database, mut db) = tables().await;
    let oldest = || coalesce((select(max(Person::age)).scalar(), 0));
    takes! { db;
        insert(Person::create().name("A").age(oldest() + 1)) =>
            r#"INSERT INTO "person" ("name", "age") VALUES ($1, coalesce((SELECT max("person"."age") FROM "person"), $2) + $3)"#;
        insert(["A", "B"].map(|name| Person::create().name(name).age(oldest()))) =>
            r#"INSERT INTO "person" ("name", "age") SELECT unnest($1), coalesce((SELECT max("person"."age") FROM "person"), $2)"#;
        insert([1, 2].map(|_| Counter::create().n(value(1_i64) + 1))) =>
            r#"INSERT INTO "counter" ("n") SELECT $1 + $2 FROM generate_series(1, $3)"#;
    }
}

#[tokio::test]
async fn conflicts() {
    let (_database, mut db) = tables().await;
    let row = || insert(Person::create().id(1).name("A").age(1));
    let odd = || insert(Odd::create().key("k").part(1));
    takes! { db;
        row().or_ignore() =>
            r#"INSERT INTO "person" ("id", "name", "age") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"#;
        row().on_conflict(Person::id).ignore() =>
            r#"INSERT INTO "person" ("id", "name", "age") VALUES ($1, $2, $3) ON CONFLICT ("id") DO NOTHING"#;
        row().on_conflict(Person::id).update_all() =>
            r#"INSERT INTO "person" ("id", "name", "age") VALUES ($1, $2, $3) ON CONFLICT ("id") DO UPDATE SET "name" = "excluded"."name", "age" = "excluded"."age""#;
        row().on_conflict(Person::id).update((Person::age.set(Person::age.excluded() + Person::age), Person::email.set("x"))) =>
            r#"INSERT INTO "person" ("id", "name", "age") VALUES ($1, $2, $3) ON CONFLICT ("id") DO UPDATE SET "age" = "excluded"."age" + "person"."age", "email" = $4"#;
        row().on_conflict(Person::id).update(Person::age.set(1)).filter(Person::age.lt(Person::age.excluded())).filter(Person::id.gt(0) | Person::id.lt(0)) =>
            r#"INSERT INTO "person" ("id", "name", "age") VALUES ($1, $2, $3) ON CONFLICT ("id") DO UPDATE SET "age" = $4 WHERE "person"."age" < "excluded"."age" AND ("person"."id" > $5 OR "person"."id" < $6)"#;
        row().on_constraint("person_pkey").update(Person::name.set("x")) =>
            r#"INSERT INTO "person" ("id", "name", "age") VALUES ($1, $2, $3) ON CONFLICT ON CONSTRAINT "person_pkey" DO UPDATE SET "name" = $4"#;
        odd().on_conflict((Odd::part, Odd::key)).update_all() =>
            r#"INSERT INTO "odd ""table""" ("Key ""1""", "part", "version") VALUES ($1, $2, $3) ON CONFLICT ("part", "Key ""1""") DO UPDATE SET "version" = "odd ""table"""."version" + 1"#;
        insert(Odd::create().key("k").part(2)).on_conflict(Odd::active).ignore() =>
            r#"INSERT INTO "odd ""table""" ("Key ""1""", "part", "version") VALUES ($1, $2, $3) ON CONFLICT ("active") WHERE active DO NOTHING"#;
    }
}

#[tokio::test]
async fn of_queries() {
    let (_database, mut db) = tables().await;
    let columns = (FavoriteColor::person_id, FavoriteColor::color);
    takes! { db;
        insert_from(columns, select((Person::id, Person::name)).order_by(Person::id).limit(1)) =>
            r#"INSERT INTO "favorite_color" ("person_id", "color") SELECT "person"."id", "person"."name" FROM "person" ORDER BY "person"."id" LIMIT 1"#;
        insert_from(columns, select((Person::id, Person::name)).union(select((Sample::id, Sample::text)))) =>
            r#"INSERT INTO "favorite_color" ("person_id", "color") SELECT "person"."id", "person"."name" FROM "person" UNION SELECT "sample"."id", "sample"."text" FROM "sample""#;
        insert_from(Counter::id, select(Person::id)).on_conflict(Counter::id).ignore() =>
            r#"INSERT INTO "counter" ("id") SELECT "person"."id" FROM "person" ON CONFLICT ("id") DO NOTHING"#;
        insert_from(Counter::id, with(Ids.of(select(Person::id)), select(Ids::id))).or_ignore() =>
            r#"INSERT INTO "counter" ("id") WITH "ids"("id") AS (SELECT "person"."id" FROM "person") SELECT "ids"."id" FROM "ids" ON CONFLICT DO NOTHING"#;
        with(Ids.of(select(Person::id)), insert_from(Counter::id, select(Ids::id))).or_ignore() =>
            r#"WITH "ids"("id") AS (SELECT "person"."id" FROM "person") INSERT INTO "counter" ("id") SELECT "ids"."id" FROM "ids" ON CONFLICT DO NOTHING"#;
    }
}

#[tokio::test]
async fn returning() {
    let (_database, mut db) = tables().await;
    let row = || insert(Counter::create().n(1));
    let sql = |text: &str| format!(r#"INSERT INTO "counter" ("n") VALUES ($1) RETURNING {text}"#);
    let query = row().returning(Counter);
    assert_eq!(query.to_sql(), sql(r#""counter"."id", "counter"."n""#));
    query.one(&mut db).await.unwrap();
    let query = row().returning((Counter::id + 1, select(max(Person::id)).scalar()));
    assert_eq!(query.to_sql(), sql(r#""counter"."id" + $2, (SELECT max("person"."id") FROM "person")"#));
    query.one(&mut db).await.unwrap();
}

#[tokio::test]
async fn inside_of_with() {
    let (_database, mut db) = tables().await;
    let ids = |rows: Vec<i64>| {
        Ids.of(insert(rows.into_iter().map(|n| Counter::create().n(n))).returning(Counter::id))
    };
    takes! { db;
        with(ids(vec![1]), select(Ids::id)) =>
            r#"WITH "ids"("id") AS (INSERT INTO "counter" ("n") VALUES ($1) RETURNING "counter"."id") SELECT "ids"."id" FROM "ids""#;
        with(ids(vec![1, 2]), select(Ids::id)) =>
            r#"WITH "ids"("id") AS (INSERT INTO "counter" ("n") SELECT unnest($1) RETURNING "counter"."id") SELECT "ids"."id" FROM "ids""#;
        with(ids(vec![]), select(Ids::id)) =>
            r#"WITH "ids"("id") AS (INSERT INTO "counter" ("n") SELECT NULL WHERE FALSE RETURNING "counter"."id") SELECT "ids"."id" FROM "ids""#;
        with(ids(vec![1]), insert(Counter::create().n(2))) =>
            r#"WITH "ids"("id") AS (INSERT INTO "counter" ("n") VALUES ($1) RETURNING "counter"."id") INSERT INTO "counter" ("n") VALUES ($2)"#;
    }
}
