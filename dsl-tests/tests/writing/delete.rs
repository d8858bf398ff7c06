//! `DELETE`
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Manager, Person, people};
use piton::prelude::*;

async fn names(db: &mut Connection) -> Vec<String> {
    select(Person::name).order_by(Person::id).all(db).await.unwrap()
}

#[tokio::test]
async fn rows_that_a_filter_chooses_are_deleted_and_counted() {
    let (_database, mut db) = people().await;
    assert_eq!(delete(Person).filter(Person::age.lt(35)).execute(&mut db).await.unwrap(), 1);
    assert_eq!(names(&mut db).await, ["Bob", "Carol"]);
    let none =
        delete(Person).filter(Person::age.lt(35)).filter(Person::id.gt(0)).execute(&mut db).await.unwrap();
    assert_eq!(none, 0);
    assert_eq!(delete(Person).every_row().execute(&mut db).await.unwrap(), 2);
    assert_eq!(names(&mut db).await, [""; 0]);
}

#[tokio::test]
async fn what_is_deleted_comes_back_as_it_was() {
    let (_database, mut db) = people().await;
    let bob: Person = delete(Person).filter(Person::id.eq(2)).returning(Person).one(&mut db).await.unwrap();
    assert_eq!((bob.name.as_str(), bob.manager_id), ("Bob", Some(1)));
    let doubled: Option<i32> =
        delete(Person).filter(Person::id.eq(3)).returning(Person::age * 2).optional(&mut db).await.unwrap();
    assert_eq!(doubled, Some(100));
    let gone = delete(Person).filter(Person::id.eq(3)).returning(Person::id).one(&mut db).await.unwrap_err();
    assert!(gone.is_not_found());
}

#[tokio::test]
async fn other_tables_say_what_is_deleted() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, String)> = delete(FavoriteColor)
        .using(Person)
        .join(Manager, Person::manager_id.eq(Manager.id))
        .filter(FavoriteColor::person_id.eq(Person::id))
        .returning((FavoriteColor::id, Manager.name))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(3, "Alice".to_owned())]);
    let rows: Vec<(i32, Option<String>)> = delete(FavoriteColor)
        .using(Person)
        .left_join(Manager, Person::manager_id.eq(Manager.id))
        .filter(FavoriteColor::person_id.eq(Person::id) & FavoriteColor::color.eq("red"))
        .returning((FavoriteColor::id, Manager.name))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, None)]);
}

#[tokio::test]
async fn a_table_can_be_compared_with_itself() {
    let (_database, mut db) = people().await;
    let led = delete(Person)
        .using(Manager)
        .filter(Person::manager_id.eq(Manager.id) & Manager.age.lt(Person::age - 15));
    assert_eq!(led.execute(&mut db).await.unwrap(), 1);
    assert_eq!(names(&mut db).await, ["Alice", "Bob"]);
}

#[tokio::test]
async fn subqueries_say_what_is_deleted() {
    let (_database, mut db) = people().await;
    let colors = from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
    assert_eq!(delete(Person).filter(!exists(colors)).execute(&mut db).await.unwrap(), 1);
    let red = select(FavoriteColor::person_id).filter(FavoriteColor::color.eq("blue"));
    assert_eq!(delete(Person).filter(Person::id.in_(red)).execute(&mut db).await.unwrap(), 1);
    assert_eq!(names(&mut db).await, ["Bob"]);
}

#[tokio::test]
async fn in_a_transaction_it_can_be_taken_back() {
    let (_database, mut db) = people().await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(delete(Person).every_row().execute(&mut tx).await.unwrap(), 3);
    drop(tx);
    assert_eq!(names(&mut db).await.len(), 3);
}
