//! `UPDATE`
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Manager, Note, Person, people};
use piton::prelude::*;

async fn ages(db: &mut Connection) -> Vec<i32> {
    select(Person::age).order_by(Person::id).all(db).await.unwrap()
}

#[tokio::test]
async fn rows_that_a_filter_chooses_are_updated_and_counted() {
    let (_database, mut db) = people().await;
    let query =
        update(Person).set(Person::age, 1).filter(Person::age.gt(30)).filter(Person::name.ne("Carol"));
    assert_eq!(query.execute(&mut db).await.unwrap(), 1);
    assert_eq!(ages(&mut db).await, [30, 1, 50]);
    let none = update(Person).set(Person::age, 1).filter(Person::id.eq(99)).execute(&mut db).await.unwrap();
    assert_eq!(none, 0);
    assert_eq!(update(Person).set(Person::age, 2).every_row().execute(&mut db).await.unwrap(), 3);
    assert_eq!(ages(&mut db).await, [2, 2, 2]);
}

#[tokio::test]
async fn a_filter_can_come_before_what_is_set_and_be_optional() {
    let (_database, mut db) = people().await;
    let query = |min: Option<i32>| {
        let mut query = update(Person).filter(Person::id.ge(1)).set(Person::age, 5);
        if let Some(min) = min {
            query = query.filter(Person::id.ge(min));
        }
        query
    };
    assert_eq!(query(Some(2)).execute(&mut db).await.unwrap(), 2);
    assert_eq!(ages(&mut db).await, [30, 5, 5]);
    assert_eq!(query(None).clone().execute(&mut db).await.unwrap(), 3);
}

#[tokio::test]
async fn expressions_read_the_columns_as_they_were() {
    let (_database, mut db) = people().await;
    let swapped = update(Person)
        .set(Person::age, Person::id)
        .set(Person::id, Person::age)
        .set(Person::name, Person::name.concat("?"))
        .filter(Person::id.eq(2))
        .returning((Person::id, Person::age, Person::name));
    assert_eq!(swapped.one(&mut db).await.unwrap(), (40, 2, "Bob?".to_owned()));
}

async fn email(db: &mut Connection) -> Option<String> {
    select(Person::email).filter(Person::id.eq(1)).one(db).await.unwrap()
}

#[tokio::test]
async fn null_and_options() {
    let (_database, mut db) = people().await;
    let set = || update(Person).filter(Person::id.eq(1));
    set().set(Person::email, None::<String>).execute(&mut db).await.unwrap();
    assert_eq!(email(&mut db).await, None);
    set().set(Person::email, Some("x")).execute(&mut db).await.unwrap();
    assert_eq!(email(&mut db).await.as_deref(), Some("x"));
    set().set(Person::email, Person::name).execute(&mut db).await.unwrap();
    assert_eq!(email(&mut db).await.as_deref(), Some("Alice"));
    set().set(Person::email, select(min(FavoriteColor::color)).scalar()).execute(&mut db).await.unwrap();
    assert_eq!(email(&mut db).await.as_deref(), Some("blue"));
}

#[tokio::test]
async fn several_columns_at_once() {
    let (_database, mut db) = people().await;
    let rows = update(Person)
        .set_all((
            Person::age.set(Person::age + 1),
            Person::email.set("e"),
            Person::manager_id.set(None::<i32>),
        ))
        .every_row()
        .returning((Person::age, Person::email, Person::manager_id))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|(_, email, manager)| email.as_deref() == Some("e") && manager.is_none()));
    assert_eq!(ages(&mut db).await, [31, 41, 51]);
}

#[tokio::test]
async fn a_correlated_subquery_has_another_value_for_each_row() {
    let (_database, mut db) = people().await;
    let colors = from(FavoriteColor)
        .filter(FavoriteColor::person_id.eq(outer(Person::id)))
        .select(max(FavoriteColor::id));
    let set = update(Person)
        .set(Person::age, coalesce((colors.scalar(), 0)))
        .filter(exists(from(Note).filter(Note::person_id.eq(outer(Person::id)))));
    assert_eq!(set.execute(&mut db).await.unwrap(), 2);
    assert_eq!(ages(&mut db).await, [2, 3, 50]);
}

#[tokio::test]
async fn another_table_is_read_and_returned() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Person, String)> = update(Person)
        .from(FavoriteColor)
        .set(Person::email, FavoriteColor::color)
        .filter(Person::id.eq(FavoriteColor::person_id))
        .filter(FavoriteColor::color.eq("red"))
        .returning((Person, FavoriteColor::color))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|(person, color)| person.email.as_ref() == Some(color)));
}

#[tokio::test]
async fn joined_tables_and_the_table_itself_under_another_name() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, String, Option<String>)> = update(Person)
        .from(Manager)
        .left_join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id) & FavoriteColor::color.eq("blue"))
        .set(Person::age, Manager.age)
        .filter(Person::manager_id.eq(Manager.id))
        .returning((Person::name, Manager.name, FavoriteColor::color))
        .all(&mut db)
        .await
        .unwrap();
    let row = |name: &str| (name.to_owned(), "Alice".to_owned(), Some("blue".to_owned()));
    assert_eq!(rows.len(), 2);
    assert!(rows.contains(&row("Bob")) && rows.contains(&row("Carol")), "{rows:?}");
    assert_eq!(ages(&mut db).await, [30, 30, 30]);
    // Of a table that the outer join leaves out there is nothing.
    let nothing: Vec<(i32, Option<FavoriteColor>)> = update(Person)
        .from(Manager)
        .left_join(FavoriteColor, FavoriteColor::id.eq(99))
        .set(Person::age, 0)
        .filter(Person::id.eq(Manager.id) & Manager.id.eq(3))
        .returning((Person::id, FavoriteColor))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(nothing, [(3, None)]);
}

#[tokio::test]
async fn tables_can_be_read_one_beside_the_other() {
    let (_database, mut db) = people().await;
    let changed = update(Person)
        .from(FavoriteColor)
        .from(Note)
        .join(Manager, Manager.id.eq(Note::person_id) & FavoriteColor::person_id.eq(Manager.id))
        .set(Person::age, 9)
        .filter(Person::manager_id.eq(Manager.id));
    assert_eq!(changed.execute(&mut db).await.unwrap(), 2);
    assert_eq!(ages(&mut db).await, [30, 9, 9]);
}

#[tokio::test]
async fn a_row_with_several_matches_is_updated_once() {
    let (_database, mut db) = people().await;
    let query = update(Person).from(FavoriteColor).set(Person::age, Person::age + 1);
    let query = query.filter(Person::id.eq(FavoriteColor::person_id) & Person::id.eq(1));
    assert_eq!(query.execute(&mut db).await.unwrap(), 1);
    assert_eq!(ages(&mut db).await[0], 31);
}

#[tokio::test]
async fn what_is_returned_is_counted_out_by_the_verbs() {
    let (_database, mut db) = people().await;
    let set = |id: i32| update(Person).set(Person::age, 0).filter(Person::id.eq(id)).returning(Person::name);
    assert_eq!(set(1).one(&mut db).await.unwrap(), "Alice");
    assert_eq!(set(9).optional(&mut db).await.unwrap(), None);
    assert!(set(9).one(&mut db).await.unwrap_err().is_not_found());
    assert_eq!(set(9).all(&mut db).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_statement_is_prepared_once() {
    let (_database, mut db) = people().await;
    let set = |age: i32| update(Person).set(Person::age, age).filter(Person::id.in_([1, 2]));
    set(1).execute(&mut db).await.unwrap();
    let before = db.counters();
    for age in 0..10 {
        set(age).execute(&mut db).await.unwrap();
    }
    assert_eq!(db.counters().prepared, before.prepared);
    assert_eq!(db.counters().round_trips, before.round_trips + 10);
}

alias!(Newest = FavoriteColor);

#[tokio::test]
async fn a_lateral_query_reads_the_tables_before_it() {
    let (_database, mut db) = people().await;
    let newest = select(FavoriteColor)
        .filter(FavoriteColor::person_id.eq(outer(Manager.id)))
        .order_by(FavoriteColor::id.desc())
        .limit(1);
    let rows: Vec<(i32, Option<String>)> = update(Person)
        .from(Manager)
        .left_join(Newest.of(newest).lateral(), Newest.id.gt(0))
        .set(Person::email, Newest.color)
        .filter(Person::id.eq(Manager.id))
        .returning((Person::id, Newest.color))
        .all(&mut db)
        .await
        .unwrap();
    let color = |id: i32| rows.iter().find(|row| row.0 == id).and_then(|row| row.1.as_deref());
    assert_eq!((color(1), color(2), color(3)), (Some("blue"), Some("red"), None));
    assert_eq!(email(&mut db).await.as_deref(), Some("blue"));
}
