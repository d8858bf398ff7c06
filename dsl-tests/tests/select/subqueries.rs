//! Queries inside of others on real rows: what they find, NULLs, rows that are too many.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use dsl_tests::language::{Boss, FavoriteColor, Manager, Note, Person, people};
use piton::prelude::*;

#[tokio::test]
async fn a_count_is_never_null_and_other_values_are_options() {
    let (_database, mut db) = people().await;
    let colors = || from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
    let rows: Vec<(String, i64, Option<String>)> = select((
        Person::name,
        colors().select(count_all()).scalar(),
        colors().select(FavoriteColor::color).order_by(FavoriteColor::id).limit(1).scalar(),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(
        rows,
        [
            ("Alice".into(), 2, Some("red".into())),
            ("Bob".into(), 1, Some("red".into())),
            ("Carol".into(), 0, None)
        ]
    );
}

#[tokio::test]
async fn a_group_may_not_be_there() {
    let (_database, mut db) = people().await;
    let grouped = from(FavoriteColor).select(count_all()).having(count(FavoriteColor::id).gt(100));
    let none: Option<i64> = select(grouped.scalar()).one(&mut db).await.unwrap();
    assert_eq!(none, None);
    let grouped =
        select(count(FavoriteColor::id)).filter(FavoriteColor::id.lt(0)).group_by(FavoriteColor::color);
    let none: Option<i64> = select(grouped.scalar()).one(&mut db).await.unwrap();
    assert_eq!(none, None);
    let sum: Option<i64> = select(select(sum(FavoriteColor::id)).filter(FavoriteColor::id.lt(0)).scalar())
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(sum, None);
}

#[tokio::test]
async fn a_value_of_two_rows_is_an_error_of_the_server() {
    let (_database, mut db) = people().await;
    let error = select(select(Person::id).scalar()).one(&mut db).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code()), Some("21000"));
    let id: Option<i32> =
        select(select(Person::id).filter(Person::id.eq(2)).scalar()).one(&mut db).await.unwrap();
    assert_eq!(id, Some(2));
}

#[tokio::test]
async fn rows_exist_for_some_and_not_for_others() {
    let (_database, mut db) = people().await;
    let colors = || from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
    let with = select(Person::name).filter(exists(colors())).order_by(Person::id).all(&mut db).await.unwrap();
    assert_eq!(with, ["Alice", "Bob"]);
    let without = select(Person::name).filter(!exists(colors())).all(&mut db).await.unwrap();
    assert_eq!(without, ["Carol"]);
    let red = colors().filter(FavoriteColor::color.eq("blue"));
    let flags: Vec<(i32, bool)> =
        select((Person::id, exists(red))).order_by(Person::id).all(&mut db).await.unwrap();
    assert_eq!(flags, [(1, true), (2, false), (3, false)]);
}

#[tokio::test]
async fn a_null_among_the_rows_makes_not_in_unknown() {
    let (_database, mut db) = people().await;
    let noted = || select(Note::person_id);
    let found =
        select(Person::id).filter(Person::id.in_(noted())).order_by(Person::id).all(&mut db).await.unwrap();
    assert_eq!(found, [1, 2]);
    assert!(select(Person::id).filter(Person::id.not_in(noted())).all(&mut db).await.unwrap().is_empty());
    let known = noted().filter(Note::person_id.is_not_null());
    assert_eq!(select(Person::id).filter(Person::id.not_in(known)).all(&mut db).await.unwrap(), [3]);
    let answers: Vec<(i32, Option<bool>)> =
        select((Person::id, Person::id.in_(noted()))).order_by(Person::id).all(&mut db).await.unwrap();
    assert_eq!(answers, [(1, Some(true)), (2, Some(true)), (3, None)]);
    let answers: Vec<bool> = select(Person::id.in_(select(FavoriteColor::person_id)))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(answers, [true, true, false]);
}

#[tokio::test]
async fn comparisons_hold_for_any_or_all_rows() {
    let (_database, mut db) = people().await;
    let ages = || select(Manager.age).filter(Manager.id.ne(outer(Person::id)));
    let oldest = select(Person::name).filter(Person::age.gt_all(ages())).all(&mut db).await.unwrap();
    assert_eq!(oldest, ["Carol"]);
    let not_youngest = select(Person::name)
        .filter(Person::age.gt_any(ages()))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(not_youngest, ["Bob", "Carol"]);
    let none = || select(Manager.age).filter(Manager.id.lt(0));
    assert_eq!(select(Person::id).filter(Person::age.lt_all(none())).all(&mut db).await.unwrap().len(), 3);
    assert!(select(Person::id).filter(Person::age.ne_any(none())).all(&mut db).await.unwrap().is_empty());
}

#[tokio::test]
async fn rows_are_compared_from_left_to_right() {
    let (_database, mut db) = people().await;
    let after = select(FavoriteColor::id)
        .filter(row((FavoriteColor::color, FavoriteColor::id)).gt(("red", 1)))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(after, [3]);
    let same = select(FavoriteColor::id)
        .filter(
            row((FavoriteColor::person_id, FavoriteColor::color))
                .in_(select((Person::id, value("red".to_owned())))),
        )
        .order_by(FavoriteColor::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(same, [1, 3]);
}

#[tokio::test]
async fn two_queries_further_out_is_the_same_row() {
    let (_database, mut db) = people().await;
    // People whose manager has a manager or a report older than themselves.
    let older = from(Boss)
        .filter(Boss.manager_id.eq(outer(Manager.id)))
        .filter(Boss.age.gt(outer(outer(Person::age))));
    let managers = from(Manager).filter(Manager.id.eq(outer(Person::manager_id))).filter(exists(older));
    let names = select(Person::name).filter(exists(managers)).all(&mut db).await.unwrap();
    assert_eq!(names, ["Bob"]);
}

#[tokio::test]
async fn an_outer_joined_table_is_read_from_inside() {
    let (_database, mut db) = people().await;
    let colors = from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Manager.id)));
    let rows: Vec<(i32, i64)> = select((Person::id, colors.select(count_all()).scalar()))
        .left_join(Manager, Manager.id.eq(Person::manager_id))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, 0), (2, 2), (3, 2)]);
}

#[tokio::test]
async fn groups_are_filtered_by_subqueries_of_grouped_columns() {
    let (_database, mut db) = people().await;
    let people = from(Person).filter(Person::id.eq(outer(FavoriteColor::person_id)));
    let rows: Vec<(i32, i64)> = select((FavoriteColor::person_id, count_all()))
        .group_by(FavoriteColor::person_id)
        .having(exists(people))
        .order_by(FavoriteColor::person_id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, 2), (2, 1)]);
}

#[tokio::test]
async fn a_query_with_subqueries_is_one_prepared_statement() {
    let (_database, mut db) = people().await;
    for age in [30, 40, 50] {
        let same_age = from(Manager).filter(Manager.age.eq(age)).filter(Manager.id.eq(outer(Person::id)));
        let found = select(Person::age).filter(exists(same_age)).all(&mut db).await.unwrap();
        assert_eq!(found, [age]);
    }
    let prepared: i64 =
        sql!("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE {}", "%EXISTS%")
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(prepared, 1);
}
