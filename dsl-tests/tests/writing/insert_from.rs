//! `INSERT .. SELECT`
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{empty, run};
use piton::prelude::*;
use piton::testing::Database;

#[derive(Value, Debug, Clone, Copy, PartialEq)]
struct ItemId(i32);

#[derive(Table, Debug, Clone, PartialEq)]
struct Item {
    #[column(primary_key)]
    id: ItemId,
    name: String,
    price: Option<i32>,
    tags: Vec<String>,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Offer {
    #[column(primary_key, auto)]
    id: i32,
    item_id: ItemId,
    name: String,
    price: Option<i32>,
    tags: Option<Vec<String>>,
    #[column(default = "'new'")]
    state: String,
}

#[derive(Cte, Debug, Clone, PartialEq)]
struct Cheap {
    id: ItemId,
    name: String,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Item, Offer]).await.unwrap();
    run(
        &mut db,
        "INSERT INTO item VALUES (1, 'pin', 3, '{a,b}'), (2, 'rug', NULL, '{}'), (3, 'car', 900, '{c}')",
    )
    .await;
    (database, db)
}

async fn offers(db: &mut Connection) -> Vec<(i32, String)> {
    select((Offer::id, Offer::name)).order_by(Offer::id).all(db).await.unwrap()
}

#[tokio::test]
async fn rows_of_a_query_are_inserted() {
    let (_database, mut db) = tables().await;
    let columns = (Offer::tags, Offer::item_id, Offer::price, Offer::name);
    let source = select((Item::tags, Item::id, Item::price, Item::name)).order_by(Item::id).limit(2);
    let before = db.counters();
    let rows: Vec<Offer> = insert_from(columns, source).returning(Offer).all(&mut db).await.unwrap();
    assert_eq!(db.counters().round_trips, before.round_trips + 1);
    let offer = |id: i32, name: &str, price: Option<i32>, tags: &[&str]| Offer {
        id,
        item_id: ItemId(id),
        name: name.into(),
        price,
        tags: Some(tags.iter().map(ToString::to_string).collect()),
        state: "new".into(),
    };
    assert_eq!(rows, [offer(1, "pin", Some(3), &["a", "b"]), offer(2, "rug", None, &[])]);
}

#[tokio::test]
async fn one_column_and_expressions() {
    let (_database, mut db) = tables().await;
    insert_from(
        (Offer::item_id, Offer::name, Offer::price),
        select((Item::id, Item::name.concat("!"), Item::price + 1)),
    )
    .execute(&mut db)
    .await
    .unwrap();
    let prices: Vec<Option<i32>> = select(Offer::price).order_by(Offer::item_id).all(&mut db).await.unwrap();
    assert_eq!(prices, [Some(4), None, Some(901)]);
    run(&mut db, "CREATE TABLE word (text text NOT NULL)").await;
    let words = insert_from(Word::text, select(Item::name).union(select(Offer::name)));
    assert_eq!(words.execute(&mut db).await.unwrap(), 6);
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Word {
    text: String,
}

#[tokio::test]
async fn queries_of_every_kind() {
    let (_database, mut db) = tables().await;
    let columns = (Offer::item_id, Offer::name);
    // Grouped.
    let grouped = from(Item).group_by(Item::name).select((value(ItemId(0)), Item::name));
    assert_eq!(insert_from(columns, grouped).execute(&mut db).await.unwrap(), 3);
    // With a CTE of its own; a table of the columns' types stands for them.
    let cheap = Cheap.of(select((Item::id, Item::name)).filter(Item::price.lt(10)));
    let own = insert_from(columns, with(cheap.clone(), select(Cheap)));
    assert_eq!(own.execute(&mut db).await.unwrap(), 1);
    // Around it.
    assert_eq!(with(cheap.clone(), insert_from(columns, select(Cheap))).execute(&mut db).await.unwrap(), 1);
    // In FROM.
    assert_eq!(insert_from(columns, from(cheap).select(Cheap)).execute(&mut db).await.unwrap(), 1);
    // Values.
    let values = values([(ItemId(8), "v".to_owned()), (ItemId(9), "w".to_owned())]);
    assert_eq!(insert_from(columns, values).execute(&mut db).await.unwrap(), 2);
    assert_eq!(offers(&mut db).await.len(), 8);
}

#[tokio::test]
async fn a_table_is_read_as_it_was_before() {
    let (_database, mut db) = tables().await;
    let again =
        || insert_from((Item::id, Item::name, Item::tags), select((Item::id, Item::name, Item::tags)));
    let error = again().execute(&mut db).await.unwrap_err();
    assert!(error.is_unique_violation(), "{error}");
    assert_eq!(again().or_ignore().execute(&mut db).await.unwrap(), 0);
}

#[tokio::test]
async fn a_query_without_rows_inserts_none() {
    let (_database, mut db) = tables().await;
    let none = select((Item::id, Item::name)).filter(Item::id.eq(ItemId(99)));
    assert_eq!(insert_from((Offer::item_id, Offer::name), none).execute(&mut db).await.unwrap(), 0);
    assert_eq!(offers(&mut db).await, []);
}
