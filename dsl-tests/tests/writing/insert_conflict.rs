//! `ON CONFLICT`
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;

static TOKENS: AtomicI32 = AtomicI32::new(1);

fn next_token() -> i32 {
    TOKENS.fetch_add(1, Relaxed)
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(unique(city, street), unique(badge, where = "active"))]
struct Shop {
    #[column(primary_key)]
    id: i32,
    city: Option<String>,
    street: Option<String>,
    #[column(default = "0")]
    badge: i32,
    #[column(default = "false")]
    active: bool,
    #[column(default = "1")]
    sales: i64,
    #[column(default_with = next_token)]
    token: i32,
    #[column(version)]
    version: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Tag {
    #[column(primary_key)]
    name: String,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Shop, Tag]).await.unwrap();
    run(&mut db, "INSERT INTO shop VALUES (1, 'Ur', 'a', 5, true, 10, 100, 3)").await;
    (database, db)
}

async fn sales(db: &mut Connection) -> Vec<(i32, i64)> {
    select((Shop::id, Shop::sales)).order_by(Shop::id).all(db).await.unwrap()
}

#[tokio::test]
async fn a_row_that_is_there_is_left_alone() {
    let (_database, mut db) = tables().await;
    let rows = || [Shop::create().id(1).sales(1), Shop::create().id(2).sales(2)];
    let returned: Vec<i32> =
        insert(rows()).on_conflict(Shop::id).ignore().returning(Shop::id).all(&mut db).await.unwrap();
    assert_eq!(returned, [2]);
    assert_eq!(insert(rows()).on_conflict(Shop::id).ignore().execute(&mut db).await.unwrap(), 0);
    assert_eq!(insert(rows()).or_ignore().execute(&mut db).await.unwrap(), 0);
    assert_eq!(sales(&mut db).await, [(1, 10), (2, 2)]);
    // Of two new rows with the same key the first is kept.
    let twice = [Shop::create().id(3).sales(1), Shop::create().id(3).sales(2)];
    assert_eq!(insert(twice).on_conflict(Shop::id).ignore().execute(&mut db).await.unwrap(), 1);
    assert_eq!(sales(&mut db).await[2], (3, 1));
    // Another conflict than the one that is named is an error.
    let other = Shop::create().id(9).city("Ur").street("a");
    let error = insert(other.clone()).on_conflict(Shop::id).ignore().execute(&mut db).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(insert(other).or_ignore().execute(&mut db).await.unwrap(), 0);
}

#[tokio::test]
async fn expressions_read_the_row_that_is_there_and_the_one_proposed() {
    let (_database, mut db) = tables().await;
    let rows = [Shop::create().id(1).sales(5), Shop::create().id(2).sales(7)];
    let now: Vec<(i32, i64)> = insert(rows)
        .on_conflict(Shop::id)
        .update((
            Shop::sales.set(Shop::sales + Shop::sales.excluded()),
            Shop::city.set(Shop::street.excluded()),
        ))
        .returning((Shop::id, Shop::sales))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(now, [(1, 15), (2, 7)]);
    let city: Option<String> = select(Shop::city).filter(Shop::id.eq(1)).one(&mut db).await.unwrap();
    assert_eq!(city, None);
}

#[tokio::test]
async fn a_condition_decides_which_rows_are_updated() {
    let (_database, mut db) = tables().await;
    let propose = |sales: i64| {
        insert(Shop::create().id(1).sales(sales))
            .on_conflict(Shop::id)
            .update(Shop::sales.set(Shop::sales.excluded()))
            .filter(Shop::sales.lt(Shop::sales.excluded()))
            .filter(Shop::active)
    };
    assert_eq!(propose(9).execute(&mut db).await.unwrap(), 0);
    assert_eq!(propose(9).returning(Shop::id).optional(&mut db).await.unwrap(), None);
    assert_eq!(propose(11).execute(&mut db).await.unwrap(), 1);
    assert_eq!(sales(&mut db).await, [(1, 11)]);
}

#[tokio::test]
async fn all_columns_that_are_given_are_updated_and_no_others() {
    let (_database, mut db) = tables().await;
    let row = Shop::create().id(1).sales(20).city("Uruk");
    assert_eq!(insert(row).on_conflict(Shop::id).update_all().execute(&mut db).await.unwrap(), 1);
    let shop: Shop = db.get::<Shop>(1).await.unwrap().unwrap();
    assert_eq!((shop.sales, shop.city.as_deref(), shop.street.as_deref()), (20, Some("Uruk"), Some("a")));
    // A computed default is for new rows; a version counts on.
    assert_eq!((shop.token, shop.version), (100, 4));
    // A new row gets both.
    insert(Shop::create().id(2)).on_conflict(Shop::id).update_all().execute(&mut db).await.unwrap();
    let shop: Shop = db.get::<Shop>(2).await.unwrap().unwrap();
    assert_eq!(shop.version, 1);
    // Of a table that is nothing but its key a row still comes back.
    let tag = || insert(Tag::create().name("x")).on_conflict(Tag::name).update_all().returning(Tag);
    for _ in 0..2 {
        assert_eq!(tag().all(&mut db).await.unwrap(), [Tag { name: "x".into() }]);
    }
}

#[tokio::test]
async fn of_several_rows_with_the_same_key_the_last_counts_whatever_columns_they_give() {
    let (_database, mut db) = tables().await;
    let row = |id: i32, sales: Option<i64>| Shop::create().id(id).sales_or_default(sales);
    let rows =
        [row(1, Some(1)), row(2, None), row(1, None), row(2, Some(5)), row(3, Some(6)), row(3, Some(7))];
    let back: Vec<(i32, i64)> = insert(rows)
        .on_conflict(Shop::id)
        .update_all()
        .returning((Shop::id, Shop::sales))
        .all(&mut db)
        .await
        .unwrap();
    // The last row of 1 gives no sales, so that those of the table stay.
    assert_eq!(back, [(1, 10), (2, 5), (3, 7)]);
}

#[tokio::test]
async fn keys_that_are_null_are_no_conflict() {
    let (_database, mut db) = tables().await;
    let row =
        |id: i32, street: Option<&str>| Shop::create().id(id).city("Ur").street(street.map(str::to_owned));
    let rows = [row(2, None), row(3, None), row(4, Some("a")), row(5, Some("a"))];
    let changed = insert(rows)
        .on_conflict((Shop::street, Shop::city))
        .update(Shop::sales.set(Shop::sales + 1))
        .execute(&mut db)
        .await
        .unwrap();
    assert_eq!(changed, 3);
    assert_eq!(sales(&mut db).await, [(1, 11), (2, 1), (3, 1)]);
}

#[tokio::test]
async fn a_partial_unique_index_is_a_target_with_its_condition() {
    let (_database, mut db) = tables().await;
    let row = |id: i32, active: bool| Shop::create().id(id).badge(5).active(active);
    let query = |row| insert(row).on_conflict(Shop::badge).update(Shop::sales.set(0_i64));
    assert!(query(row(2, true)).to_sql().contains(r#"ON CONFLICT ("badge") WHERE active DO UPDATE"#));
    assert_eq!(query(row(2, true)).execute(&mut db).await.unwrap(), 1);
    assert_eq!(sales(&mut db).await, [(1, 0)]);
    // What is not active is in nobody's way.
    assert_eq!(query(row(3, false)).execute(&mut db).await.unwrap(), 1);
    assert_eq!(sales(&mut db).await, [(1, 0), (3, 1)]);
}

#[tokio::test]
async fn rows_of_a_partial_index_are_all_kept_where_it_does_not_hold() {
    let (_database, mut db) = tables().await;
    let row = |id: i32, active: bool| Shop::create().id(id).badge(8).active(active);
    let rows = [row(2, false), row(3, false), row(4, true)];
    let count = insert(rows).on_conflict(Shop::badge).update_all().execute(&mut db).await.unwrap();
    assert_eq!(count, 3);
    assert_eq!(sales(&mut db).await.len(), 4);
    // Which rows are in each other's way is for the server to find.
    let rows = [row(5, true), row(6, true)];
    let error = insert(rows).on_conflict(Shop::badge).update_all().execute(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "21000", "{error}");
}

#[tokio::test]
async fn a_constraint_is_a_target_by_its_name() {
    let (_database, mut db) = tables().await;
    let query = |row| {
        insert(row).on_constraint("shop_city_street_key").update(Shop::sales.set(Shop::sales.excluded()))
    };
    let row = Shop::create().id(7).city("Ur").street("a").sales(70);
    assert_eq!(query(row.clone()).execute(&mut db).await.unwrap(), 1);
    assert_eq!(sales(&mut db).await, [(1, 70)]);
    // Which columns it has is not known here, so that the server is the one to see that both rows are the same.
    let error = query_two(&mut db).await;
    assert_eq!(error.sqlstate().unwrap().code(), "21000", "{error}");
    let nothing = insert(row).on_constraint("no such \"name").ignore().execute(&mut db).await.unwrap_err();
    assert_eq!(nothing.sqlstate().unwrap().code(), "42704", "{nothing}");
}

async fn query_two(db: &mut Connection) -> piton::Error {
    let rows = [1, 2].map(|id| Shop::create().id(id + 10).city("Ur").street("b"));
    let same = insert(rows).on_constraint("shop_city_street_key").update(Shop::sales.set(0_i64));
    same.execute(db).await.unwrap_err()
}

#[tokio::test]
async fn rows_of_a_query_can_be_in_conflict() {
    let (_database, mut db) = tables().await;
    let columns = (Shop::id, Shop::sales, Shop::token, Shop::version);
    let doubled = insert_from(columns, select((Shop::id, Shop::sales * 2, Shop::token, value(1))))
        .on_conflict(Shop::id)
        .update_all()
        .returning((Shop::sales, Shop::version));
    assert_eq!(doubled.all(&mut db).await.unwrap(), [(20, 4)]);
}

#[tokio::test]
async fn one_statement_for_any_number_of_rows() {
    let (_database, mut db) = tables().await;
    let rows = |n: i32| (0..n).map(|id| Shop::create().id(id % 500).sales(i64::from(id)));
    let upsert = |n: i32| insert(rows(n)).on_conflict(Shop::id).update_all();
    upsert(2).execute(&mut db).await.unwrap();
    let before = db.counters();
    assert_eq!(upsert(10_000).execute(&mut db).await.unwrap(), 500);
    assert_eq!(db.counters().prepared, before.prepared);
    assert_eq!(db.counters().round_trips, before.round_trips + 1);
    assert_eq!(sales(&mut db).await[499], (499, 9_999));
}
