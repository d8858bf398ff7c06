//! A value that is compared with a column is sent as the type that the column's attributes name.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]
#![allow(dead_code, reason = "fields are columns")]

use piton::expr::NotGrouped;
use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug)]
struct Member {
    #[column(primary_key)]
    id: i32,
    #[column(sql_type = "citext")]
    email: String,
    #[column(sql_type = "mood")]
    mood: String,
    #[column(sql_type = "char(5)")]
    code: String,
    #[column(sql_type = "varchar(20)")]
    city: Option<String>,
}

async fn members() -> (Database, Connection) {
    let database = Database::create().unwrap();
    let mut db = Connection::connect(database.url()).await.unwrap();
    db.batch("CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'glad')").await.unwrap();
    db.create_tables(schema![Member]).await.unwrap();
    db.batch("INSERT INTO member VALUES (1, 'Ann@x', 'glad', 'ab', 'Rome'), (2, 'Bob@x', 'sad', 'cd', NULL)")
        .await
        .unwrap();
    (database, db)
}

async fn found<E>(db: &mut Connection, condition: E) -> Vec<i32>
where
    E: piton::expr::Condition<
            piton::table::With<Member, frunk_core::hlist::HNil>,
            In<NotGrouped> = NotGrouped,
        > + piton::expr::RowCondition,
{
    select(Member::id).filter(condition).order_by(Member::id).all(db).await.unwrap()
}

#[tokio::test]
async fn citext_is_compared_without_regard_to_case() {
    let (_database, mut db) = members().await;
    assert_eq!(found(&mut db, Member::email.eq("ANN@X")).await, [1]);
    assert_eq!(found(&mut db, Member::email.ne("ANN@X")).await, [2]);
    assert_eq!(found(&mut db, Member::email.in_(["ann@X", "nobody"])).await, [1]);
    assert_eq!(found(&mut db, Member::email.not_in(["ann@X"])).await, [2]);
    assert_eq!(found(&mut db, Member::email.between("ANN", "AZZ")).await, [1]);
    assert_eq!(found(&mut db, Member::email.starts_with("ANN")).await, [1]);
    assert_eq!(found(&mut db, Member::email.is_not_distinct_from(Some("ann@x"))).await, [1]);
}

#[tokio::test]
async fn an_enum_can_be_read_and_compared_as_text() {
    let (_database, mut db) = members().await;
    assert_eq!(found(&mut db, Member::mood.eq("glad")).await, [1]);
    assert_eq!(found(&mut db, Member::mood.in_(["sad", "glad"])).await, [1, 2]);
    assert_eq!(found(&mut db, Member::mood.lt("glad")).await, [2], "in the order of the labels");
    let error = select(Member::id).filter(Member::mood.eq("angry")).all(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "22P02");
}

#[tokio::test]
async fn padding_of_char_does_not_count() {
    let (_database, mut db) = members().await;
    assert_eq!(found(&mut db, Member::code.eq("ab")).await, [1]);
    assert_eq!(found(&mut db, Member::code.eq("ab   ")).await, [1]);
    assert_eq!(found(&mut db, Member::city.eq("Rome")).await, [1]);
    assert_eq!(found(&mut db, Member::city.is_distinct_from(None::<&str>)).await, [1]);
}
