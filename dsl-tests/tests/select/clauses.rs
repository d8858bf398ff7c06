//! DISTINCT ON, WITH TIES, TABLESAMPLE, grouping sets and locks on real rows.
#![allow(clippy::unwrap_used, clippy::type_complexity, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Person, people, run};
use piton::expr::{cube, grouping, grouping_sets, rollup};
use piton::prelude::*;
use piton::query::{Lock, bernoulli};

#[tokio::test]
async fn distinct_on_keeps_the_first_row() {
    let (_database, mut db) = people().await;
    let newest: Vec<(i32, i32)> = select((FavoriteColor::person_id, FavoriteColor::id))
        .distinct_on(FavoriteColor::person_id)
        .order_by((FavoriteColor::person_id, FavoriteColor::id.desc()))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(newest, [(1, 2), (2, 3), (99, 4)]);
}

#[tokio::test]
async fn ties_come_along_and_one_row_is_one_row() {
    let (_database, mut db) = people().await;
    run(&mut db, "UPDATE person SET age = 30").await;
    let tied = || select(Person::id).order_by(Person::age).limit_with_ties(1);
    assert_eq!(tied().all(&mut db).await.unwrap().len(), 3);
    tied().one(&mut db).await.unwrap();
    assert!(tied().optional(&mut db).await.unwrap().is_some());
    assert!(tied().exactly_one(&mut db).await.unwrap_err().is_too_many_rows());
    assert!(select(Person::id).limit_with_ties(1).all(&mut db).await.is_err());
}

#[tokio::test]
async fn all_of_a_table_is_a_sample_and_none_of_it_is() {
    let (_database, mut db) = people().await;
    assert_eq!(from(bernoulli(Person, 100.0)).select(count_all()).one(&mut db).await.unwrap(), 3);
    assert_eq!(from(bernoulli(Person, 0.0)).select(count_all()).one(&mut db).await.unwrap(), 0);
    assert!(from(bernoulli(Person, 101.0)).select(count_all()).one(&mut db).await.is_err());
}

#[tokio::test]
async fn totals_have_no_value_of_what_they_are_over() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Option<String>, i64, i32)> =
        select((FavoriteColor::color, count_all(), grouping(FavoriteColor::color)))
            .group_by(rollup(FavoriteColor::color))
            .order_by((grouping(FavoriteColor::color), FavoriteColor::color))
            .all(&mut db)
            .await
            .unwrap();
    let text = |color: &str| Some(color.to_owned());
    assert_eq!(rows, [(text("blue"), 1, 0), (text("pink"), 1, 0), (text("red"), 2, 0), (None, 4, 1)]);

    let rows: Vec<(Option<String>, Option<i32>, i64)> =
        select((FavoriteColor::color, FavoriteColor::person_id, count_all()))
            .group_by(cube((FavoriteColor::color, FavoriteColor::person_id)))
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(rows.len(), 4 + 3 + 3 + 1);
    assert!(rows.contains(&(None, None, 4)));

    let rows: Vec<(Option<String>, Option<i32>)> = select((FavoriteColor::color, FavoriteColor::person_id))
        .group_by(grouping_sets((FavoriteColor::color, FavoriteColor::person_id, ())))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows.iter().filter(|row| row.0.is_none()).count(), 4);
}

#[tokio::test]
async fn a_locked_row_is_waited_for_or_not() {
    let (database, mut db) = people().await;
    let mut other = Connection::connect(database.url()).await.unwrap();
    run(&mut db, "BEGIN").await;
    let mine = select(Person::id).filter(Person::id.eq(1)).for_update().all(&mut db).await.unwrap();
    assert_eq!(mine, [1]);
    let error = select(Person::id).lock(Lock::update().nowait()).all(&mut other).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code()), Some("55P03"));
    let free = select(Person::id)
        .order_by(Person::id)
        .lock(Lock::update().skip_locked())
        .all(&mut other)
        .await
        .unwrap();
    assert_eq!(free, [2, 3]);
    run(&mut db, "COMMIT").await;
    let all = select(Person::id).lock(Lock::update().nowait()).all(&mut other).await.unwrap();
    assert_eq!(all.len(), 3);
}
