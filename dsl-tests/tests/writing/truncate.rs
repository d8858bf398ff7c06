//! `TRUNCATE`
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::empty;
use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Pet {
    #[column(primary_key, auto)]
    id: i32,
    #[column(references = Person::id)]
    person_id: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(schema = "od\"d", name = "ta ble")]
struct Odd {
    n: i32,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.batch("CREATE SCHEMA \"od\"\"d\"").await.unwrap();
    db.create_tables(schema![Person, Pet, Odd]).await.unwrap();
    let person: i32 = db.insert(Person::create().name("a")).keys().await.unwrap();
    db.insert((Pet::create().person_id(person), Odd::create().n(1))).execute().await.unwrap();
    (database, db)
}

async fn counts(db: &mut Connection) -> (i64, i64, i64) {
    let person = from(Person).select(count_all()).scalar();
    let pet = from(Pet).select(count_all()).scalar();
    select((person, pet, from(Odd).select(count_all()).scalar())).one(db).await.unwrap()
}

#[tokio::test]
async fn a_table_is_emptied_and_its_sequence_goes_on() {
    let (_database, mut db) = tables().await;
    assert_eq!(truncate(Odd).execute(&mut db).await.unwrap(), 0);
    assert_eq!(truncate(Pet).execute(&mut db).await.unwrap(), 0);
    assert_eq!(counts(&mut db).await, (1, 0, 0));
    assert_eq!(db.insert(Pet::create().person_id(1)).keys().await.unwrap(), 2);
    truncate(Pet).restart_identity().execute(&mut db).await.unwrap();
    assert_eq!(db.insert(Pet::create().person_id(1)).keys().await.unwrap(), 1);
}

#[tokio::test]
async fn a_table_that_others_refer_to_is_refused_alone() {
    let (_database, mut db) = tables().await;
    let error = truncate(Person).execute(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().unwrap().code(), "0A000", "{error}");
    assert_eq!(counts(&mut db).await, (1, 1, 1));
    truncate((Person, Pet)).execute(&mut db).await.unwrap();
    assert_eq!(counts(&mut db).await, (0, 0, 1));
}

#[tokio::test]
async fn cascade_empties_those_that_refer_to_it() {
    let (_database, mut db) = tables().await;
    let mut tx = db.begin().await.unwrap();
    truncate(Person).cascade().restart_identity().execute(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(counts(&mut db).await, (1, 1, 1));
    truncate((Person, Odd)).restart_identity().cascade().execute(&mut db).await.unwrap();
    assert_eq!(counts(&mut db).await, (0, 0, 0));
    assert_eq!(db.insert(Person::create().name("b")).keys().await.unwrap(), 1);
}
