//! The verbs of objects inside of transactions.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Person, people};
use piton::prelude::*;

async fn ages(db: &mut Connection) -> Vec<i32> {
    select(Person::age).order_by(Person::id).all(db).await.unwrap()
}

#[tokio::test]
async fn every_verb_runs_in_a_transaction_and_is_undone_with_it() {
    let (_database, mut db) = people().await;
    let before: Vec<Person> = select(Person).order_by(Person::id).all(&mut db).await.unwrap();
    let mut transaction = db.begin().await.unwrap();
    let mut alice = transaction.get::<Person>(1).await.unwrap().unwrap().track();
    alice.age = 31;
    transaction.update(&mut alice).await.unwrap();
    transaction.update([Person::patch(2).age(1)]).await.unwrap();
    assert_eq!(transaction.get_many::<Person>([2]).await.unwrap()[0].as_ref().unwrap().age, 1);
    transaction.refresh(&mut alice).await.unwrap();
    transaction.upsert(&before[1]).await.unwrap();
    assert_eq!(transaction.delete_key::<Person>(3).await.unwrap(), 1);
    assert_eq!(transaction.delete(&mut alice).await.unwrap(), 1);
    let dave = || Person::create().id(50).name("Dave").age(1);
    assert!(transaction.get_or_create(dave(), Person::id).await.unwrap().1);
    assert!(!transaction.update_or_create(dave(), Person::id).await.unwrap().1);
    transaction.insert_stream([Person::create().id(51).name("Eve").age(1)]).await.unwrap();
    transaction.rollback().await.unwrap();
    let after: Vec<Person> = select(Person).order_by(Person::id).all(&mut db).await.unwrap();
    assert_eq!(after, before);
}

#[tokio::test]
async fn what_is_committed_is_seen_by_others() {
    let (database, mut db) = people().await;
    let pool = Pool::connect(database.url()).await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    transaction.update(Person::patch(1).age(Person::age + 1)).await.unwrap();
    let mut inner = transaction.begin().await.unwrap();
    inner.update(Person::patch(2).age(0)).await.unwrap();
    inner.rollback().await.unwrap();
    assert_eq!(ages(&mut db).await, [30, 40, 50]);
    transaction.commit().await.unwrap();
    assert_eq!(ages(&mut db).await, [31, 40, 50]);
}

#[tokio::test]
async fn an_update_that_waits_for_another_sees_what_that_one_wrote() {
    let (database, mut db) = people().await;
    let mut other = Connection::connect(database.url()).await.unwrap();
    let mut transaction = other.begin().await.unwrap();
    transaction.update(Person::patch(1).age(100)).await.unwrap();
    let patches = [1, 2].map(|id| Person::patch(id).age(Person::age + 1));
    let (updated, ()) = tokio::join!(async { db.update(patches).await }, async {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        transaction.commit().await.unwrap();
    });
    assert_eq!(updated.unwrap(), 2);
    assert_eq!(ages(&mut db).await, [101, 41, 50]);
}

#[tokio::test]
async fn a_condition_is_checked_again_after_waiting() {
    let (database, mut db) = people().await;
    let mut other = Connection::connect(database.url()).await.unwrap();
    let mut transaction = other.begin().await.unwrap();
    transaction.update(Person::patch(1).manager_id(7)).await.unwrap();
    let (updated, ()) = tokio::join!(
        async { db.update(Person::patch(1).age(1)).only_if(Person::manager_id.is_null()).await },
        async {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            transaction.commit().await.unwrap();
        }
    );
    assert_eq!(updated.unwrap(), None);
    assert_eq!(ages(&mut db).await, [30, 40, 50]);
}
