//! UNION, INTERSECT and EXCEPT on real rows.
#![allow(clippy::unwrap_used, clippy::type_complexity, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Note, Person, people};
use piton::prelude::*;

#[tokio::test]
async fn rows_are_taken_once_or_as_often_as_they_are() {
    let (_database, mut db) = people().await;
    let (left, right) = (|| select(FavoriteColor::person_id), || select(Person::id));
    let sorted = |mut ids: Vec<i32>| {
        ids.sort_unstable();
        ids
    };
    assert_eq!(sorted(left().union(right()).all(&mut db).await.unwrap()), [1, 2, 3, 99]);
    assert_eq!(sorted(left().union_all(right()).all(&mut db).await.unwrap()), [1, 1, 1, 2, 2, 3, 99]);
    assert_eq!(sorted(left().intersect(right()).all(&mut db).await.unwrap()), [1, 2]);
    assert_eq!(sorted(left().intersect_all(left()).all(&mut db).await.unwrap()), [1, 1, 2, 99]);
    assert_eq!(sorted(left().except(right()).all(&mut db).await.unwrap()), [99]);
    assert_eq!(sorted(left().except_all(right()).all(&mut db).await.unwrap()), [1, 99]);
}

#[tokio::test]
async fn a_column_is_an_option_if_it_is_one_on_either_side() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, Option<String>)> = select((Person::id, Person::name))
        .union(select((FavoriteColor::id, FavoriteColor::color)).filter(FavoriteColor::id.lt(0)))
        .union(select((Person::id, Person::email)).filter(Person::id.eq(2)))
        .order_by((Person::id, Person::name))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(
        rows,
        [(1, Some("Alice".into())), (2, Some("Bob".into())), (2, None), (3, Some("Carol".into()))]
    );
    let rows: Vec<Option<i32>> = select(Note::person_id)
        .union(select(Person::id))
        .order_by(Note::person_id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [Some(1), Some(2), Some(3), None]);
}

#[tokio::test]
async fn whole_tables_and_outer_joins_are_combined() {
    let (_database, mut db) = people().await;
    let everybody: Vec<Person> = select(Person)
        .filter(Person::age.lt(40))
        .union(select(Person).filter(Person::name.eq("Carol")))
        .order_by(Person::age.desc())
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(everybody.iter().map(|person| person.name.as_str()).collect::<Vec<_>>(), ["Carol", "Alice"]);
    let pairs: Vec<(Person, Option<FavoriteColor>)> = select((Person, FavoriteColor))
        .join(FavoriteColor, FavoriteColor::person_id.eq(Person::id))
        .filter(FavoriteColor::color.eq("blue"))
        .union_all(
            select((Person, FavoriteColor))
                .left_join(FavoriteColor, FavoriteColor::person_id.eq(Person::id))
                .filter(FavoriteColor::id.is_null()),
        )
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(pairs.len(), 2);
    assert_eq!(pairs[0].1.as_ref().map(|color| color.color.as_str()), Some("blue"));
    assert_eq!((pairs[1].0.name.as_str(), &pairs[1].1), ("Carol", &None));
}

#[tokio::test]
async fn every_verb_runs_a_set_operation() {
    let (_database, mut db) = people().await;
    let query = || select(Person::id).union(select(FavoriteColor::person_id)).order_by(Person::id.desc());
    assert_eq!(query().one(&mut db).await.unwrap(), 99);
    assert_eq!(query().optional(&mut db).await.unwrap(), Some(99));
    assert!(query().exactly_one(&mut db).await.unwrap_err().is_too_many_rows());
    assert_eq!(query().limit(1).exactly_one(&mut db).await.unwrap(), 99);
    assert_eq!(query().execute(&mut db).await.unwrap(), 4);
    assert!(!query().explain(&mut db).await.unwrap().is_empty());
    let mut seen = Vec::new();
    query().for_each(&mut db, |id| seen.push(id)).await.unwrap();
    assert_eq!(seen, [99, 3, 2, 1]);
    let mut stream = query().stream(&mut db);
    assert_eq!(stream.try_next().await.unwrap(), Some(99));
}

#[tokio::test]
async fn columns_are_checked_when_the_statement_is_prepared() {
    let (_database, mut db) = people().await;
    dsl_tests::language::run(&mut db, "ALTER TABLE person ALTER age TYPE bigint").await;
    let error = select(Person::age).union(select(Person::id)).all(&mut db).await.unwrap_err().to_string();
    assert!(error.contains("Person.age"), "{error}");
}
