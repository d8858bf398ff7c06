//! `MERGE`, which PostgreSQL has since version 15.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
struct Stock {
    #[column(primary_key)]
    item: i32,
    count: i32,
    note: Option<String>,
    #[column(default = "'here'")]
    place: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Delivery {
    #[column(primary_key)]
    item: i32,
    count: i32,
    note: Option<String>,
}

#[derive(Cte, Debug, Clone, PartialEq)]
struct Incoming {
    item: i32,
    count: i64,
}

#[derive(Cte, Debug, Clone, PartialEq)]
struct Merged {
    item: i32,
}

alias!(Other = Stock);

/// A database, unless its server is older than this.
async fn since(version: i32) -> Option<(Database, Connection)> {
    let (database, mut db) = empty().await;
    let here: i32 = sql!("SELECT current_setting('server_version_num')::integer").one(&mut db).await.unwrap();
    if here < version * 10_000 {
        return None;
    }
    db.create_tables(schema![Stock, Delivery]).await.unwrap();
    run(
        &mut db,
        "INSERT INTO stock (item, count) VALUES (1, 10), (2, 20), (3, 30);
         INSERT INTO delivery VALUES (2, 5, 'two'), (3, -30, NULL), (4, 7, 'four'), (5, 0, NULL)",
    )
    .await;
    Some((database, db))
}

async fn stock(db: &mut Connection) -> Vec<(i32, i32)> {
    select((Stock::item, Stock::count)).order_by(Stock::item).all(db).await.unwrap()
}

#[tokio::test]
async fn the_first_branch_that_applies_is_taken() {
    let Some((_database, mut db)) = since(15).await else { return };
    let query = merge(Stock)
        .using(Delivery, Stock::item.eq(Delivery::item))
        .when_matched()
        .filter((Stock::count + Delivery::count).le(0))
        .delete()
        .when_matched()
        .update((Stock::count.set(Stock::count + Delivery::count), Stock::note.set(Delivery::note)))
        .when_not_matched()
        .filter(Delivery::count.eq(0))
        .filter(Delivery::note.is_null())
        .do_nothing()
        .when_not_matched()
        .insert((
            Stock::item.set(Delivery::item),
            Stock::count.set(Delivery::count),
            Stock::place.set("new"),
        ));
    assert_eq!(query.clone().execute(&mut db).await.unwrap(), 3);
    assert_eq!(stock(&mut db).await, [(1, 10), (2, 25), (4, 7)]);
    let places: Vec<String> = select(Stock::place).order_by(Stock::item).all(&mut db).await.unwrap();
    assert_eq!(places, ["here", "here", "new"]);
}

#[tokio::test]
async fn one_branch_is_enough_and_defaults_are_the_tables() {
    let Some((_database, mut db)) = since(15).await else { return };
    let new = merge(Stock).using(Delivery, Stock::item.eq(Delivery::item)).when_not_matched().insert((
        Stock::item.set(Delivery::item),
        Stock::count.set(1),
        Stock::note.set(None::<String>),
    ));
    assert_eq!(new.execute(&mut db).await.unwrap(), 2);
    let row: Stock = select(Stock).filter(Stock::item.eq(5)).one(&mut db).await.unwrap();
    assert_eq!(row, Stock { item: 5, count: 1, note: None, place: "here".into() });
}

#[tokio::test]
async fn rows_of_queries_and_ctes_are_merged() {
    let Some((_database, mut db)) = since(15).await else { return };
    let sums = || {
        Incoming.of(select((Delivery::item, coalesce((sum(Delivery::count), 0_i64))))
            .filter(Delivery::item.ge(4))
            .group_by(Delivery::item))
    };
    let add = |from| {
        merge(Stock)
            .using(from, Stock::item.eq(Incoming::item))
            .when_not_matched()
            .insert((Stock::item.set(Incoming::item), Stock::count.set(Incoming::count.cast::<i32>())))
    };
    assert_eq!(add(sums()).execute(&mut db).await.unwrap(), 2);
    let ctes = with(
        sums(),
        merge(Stock)
            .using(Incoming, Stock::item.eq(Incoming::item))
            .when_matched()
            .update(Stock::count.set(Stock::count * 2)),
    );
    assert_eq!(ctes.execute(&mut db).await.unwrap(), 2);
    assert_eq!(stock(&mut db).await[3..], [(4, 14), (5, 0)]);
}

#[tokio::test]
async fn a_table_is_merged_with_itself() {
    let Some((_database, mut db)) = since(15).await else { return };
    let halved = merge(Stock)
        .using(Other, Stock::item.eq(Other.item + 1))
        .when_matched()
        .update(Stock::count.set(Other.count));
    assert_eq!(halved.execute(&mut db).await.unwrap(), 2);
    assert_eq!(stock(&mut db).await, [(1, 10), (2, 10), (3, 20)]);
}

#[tokio::test]
async fn a_row_that_is_met_twice_is_an_error_and_nothing_is_changed() {
    let Some((_database, mut db)) = since(15).await else { return };
    let query = merge(Stock).using(Delivery, Stock::item.gt(Delivery::item - 2)).when_matched().delete();
    let error = query.execute(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "21000", "{error}");
    assert_eq!(stock(&mut db).await.len(), 3);
}

#[tokio::test]
async fn rows_without_a_source_and_what_is_returned() {
    let Some((_database, mut db)) = since(17).await else { return };
    let mut rows: Vec<(i32, Option<Delivery>, i32)> = merge(Stock)
        .using(Delivery, Stock::item.eq(Delivery::item))
        .when_matched()
        .update(Stock::count.set(0))
        .when_not_matched()
        .insert((Stock::item.set(Delivery::item), Stock::count.set(Delivery::count)))
        .when_not_matched_by_source()
        .filter(Stock::count.gt(5))
        .delete()
        .returning((Stock::item, Delivery, Stock::count))
        .all(&mut db)
        .await
        .unwrap();
    rows.sort_by_key(|row| row.0);
    let sources: Vec<(i32, Option<i32>, i32)> =
        rows.iter().map(|(item, source, count)| (*item, source.as_ref().map(|s| s.item), *count)).collect();
    assert_eq!(sources, [(1, None, 10), (2, Some(2), 0), (3, Some(3), 0), (4, Some(4), 7), (5, Some(5), 0)]);
    assert_eq!(stock(&mut db).await, [(2, 0), (3, 0), (4, 7), (5, 0)]);
}

#[tokio::test]
async fn a_merge_is_a_cte() {
    let Some((_database, mut db)) = since(17).await else { return };
    let gone = merge(Stock)
        .using(Delivery, Stock::item.eq(Delivery::item))
        .when_matched()
        .delete()
        .returning(Stock::item);
    let items: Vec<i32> =
        with(Merged.of(gone), select(Merged::item).order_by(Merged::item)).all(&mut db).await.unwrap();
    assert_eq!(items, [2, 3]);
}

#[tokio::test]
async fn an_older_server_says_that_it_does_not_know_it() {
    let (_database, mut db) = empty().await;
    let here: i32 = sql!("SELECT current_setting('server_version_num')::integer").one(&mut db).await.unwrap();
    db.create_tables(schema![Stock, Delivery]).await.unwrap();
    let query = merge(Stock)
        .using(Delivery, Stock::item.eq(Delivery::item))
        .when_not_matched_by_source()
        .delete()
        .execute(&mut db)
        .await;
    match query {
        Ok(count) => assert!(here >= 170_000 && count == 0, "{here}"),
        Err(error) => {
            assert!(here < 170_000, "{error}");
            assert_eq!(error.sqlstate().unwrap().code(), "42601", "{error}");
        }
    }
}
