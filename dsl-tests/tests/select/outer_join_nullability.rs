//! What an outer join can leave out is an `Option`, once, however it is selected.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{FavoriteColor, Note, Person, people};
use piton::prelude::*;

macro_rules! on {
    () => {
        Person::id.eq(FavoriteColor::person_id)
    };
}

#[tokio::test]
async fn columns_of_an_outer_table_are_options_and_never_options_of_options() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, Option<String>, Option<i32>, Option<String>)> =
        select((Person::id, FavoriteColor::color, Note::person_id, Note::text))
            .left_join(FavoriteColor, on!().and(FavoriteColor::color.eq("blue")))
            .left_join(Note, Note::person_id.eq(Person::id))
            .order_by(Person::id)
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(
        rows,
        [
            (1, Some("blue".into()), Some(1), Some("first".into())),
            (2, None, Some(2), None),
            (3, None, None, None)
        ]
    );
}

#[tokio::test]
async fn an_inner_join_after_an_outer_one_leaves_the_options() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, Option<FavoriteColor>, Note)> = select((Person::id, FavoriteColor, Note))
        .left_join(FavoriteColor, on!())
        .join(Note, Note::person_id.eq(FavoriteColor::person_id))
        .order_by(FavoriteColor::id)
        .all(&mut db)
        .await
        .unwrap();
    let ids: Vec<_> =
        rows.iter().map(|(id, color, note)| (*id, color.as_ref().unwrap().id, note.person_id)).collect();
    assert_eq!(ids, [(1, 1, Some(1)), (1, 2, Some(1)), (2, 3, Some(2))]);
}

#[tokio::test]
async fn a_right_join_makes_options_of_all_before_it_and_a_join_after_it_does_not() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Option<i32>, Option<String>, i32, Option<String>)> =
        select((Person::id, Note::text, FavoriteColor::id, Person::email))
            .join(Note, Note::person_id.eq(Person::id))
            .right_join(FavoriteColor, on!())
            .order_by(FavoriteColor::id)
            .all(&mut db)
            .await
            .unwrap();
    let alice = || Some("alice@example.org".to_owned());
    let first = || Some("first".to_owned());
    assert_eq!(
        rows,
        [
            (Some(1), first(), 1, alice()),
            (Some(1), first(), 2, alice()),
            (Some(2), None, 3, None),
            (None, None, 4, None)
        ]
    );
    let rows: Vec<(Option<Person>, FavoriteColor, Note)> = select((Person, FavoriteColor, Note))
        .right_join(FavoriteColor, on!())
        .join(Note, Note::text.eq("lost").and(FavoriteColor::color.eq("pink")))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].0.is_none() && rows[0].1.id == 4 && rows[0].2.person_id.is_none());
}

#[tokio::test]
async fn a_full_join_makes_options_of_everything_also_of_later_left_joins() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Option<Person>, Option<FavoriteColor>, Option<Note>)> =
        select((Person, FavoriteColor, Note))
            .full_join(FavoriteColor, on!())
            .left_join(Note, Note::person_id.eq(Person::id))
            .order_by((Person::id, FavoriteColor::id))
            .all(&mut db)
            .await
            .unwrap();
    let ids: Vec<_> = rows
        .iter()
        .map(|(person, color, note)| {
            (
                person.as_ref().map(|p| p.id),
                color.as_ref().map(|c| c.id),
                note.as_ref().and_then(|n| n.person_id),
            )
        })
        .collect();
    assert_eq!(
        ids,
        [
            (Some(1), Some(1), Some(1)),
            (Some(1), Some(2), Some(1)),
            (Some(2), Some(3), Some(2)),
            (Some(3), None, None),
            (None, Some(4), None)
        ]
    );
}

#[tokio::test]
async fn nested_tuples_keep_their_form() {
    let (_database, mut db) = people().await;
    let rows: Vec<((i32, (Option<i32>, Option<FavoriteColor>)), Option<String>)> =
        select(((Person::id, (FavoriteColor::id, FavoriteColor)), Person::email))
            .left_join(FavoriteColor, on!())
            .order_by((Person::id, FavoriteColor::id))
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[3], ((3, (None, None)), Some("c@example.org".into())));
    assert_eq!(rows[2].0.1.1.as_ref().map(|color| color.id), Some(3));
}

#[tokio::test]
async fn a_row_of_nulls_is_a_row_where_its_table_is_not_outer() {
    let (_database, mut db) = people().await;
    let rows: Vec<Note> = select(Note)
        .filter(Note::person_id.is_null())
        .order_by(Note::text.asc().nulls_first())
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(
        rows,
        [Note { person_id: None, text: None }, Note { person_id: None, text: Some("lost".to_owned()) }]
    );
    let joined: Vec<(i32, Note)> = select((Person::id, Note))
        .join(Note, Note::person_id.is_null().and(Note::text.is_null()))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    let nothing = Note { person_id: None, text: None };
    assert_eq!(joined, [(1, nothing.clone()), (2, nothing.clone()), (3, nothing)]);
}

#[tokio::test]
async fn an_outer_row_of_nulls_is_none_as_a_missing_one_is() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, Option<Note>)> = select((Person::id, Note))
        .left_join(Note, Note::person_id.is_null().and(Note::text.is_null()).and(Person::id.lt(3)))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, None), (2, None), (3, None)]);
}

#[tokio::test]
async fn expressions_over_columns_that_can_be_null_are_options() {
    let (_database, mut db) = people().await;
    let own: Vec<(Option<bool>, Option<i32>, Option<String>, bool)> = select((
        Person::manager_id.gt(0),
        Person::age + Person::manager_id,
        Person::name.concat(Person::email),
        Person::manager_id.is_distinct_from(Person::id),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(
        own,
        [
            (None, None, Some("Alicealice@example.org".into()), true),
            (Some(true), Some(41), None, true),
            (Some(true), Some(51), Some("Carolc@example.org".into()), true)
        ]
    );
    let sure: Vec<(bool, i32, bool, bool)> = select((
        Person::age.gt(35),
        -Person::age + 1,
        Person::age.in_([40]),
        !Person::age.between(35, 45) | Person::email.is_null(),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(sure, [(false, -29, false, true), (true, -39, true, true), (true, -49, false, true)]);
    let outer: Vec<(Option<bool>, Option<i32>, Option<bool>, bool, Option<bool>)> = select((
        FavoriteColor::color.eq("red"),
        FavoriteColor::id * 2,
        FavoriteColor::color.like("r%") & true,
        FavoriteColor::id.is_null(),
        FavoriteColor::id.in_([3]),
    ))
    .right_join(Person, on!())
    .order_by((Person::id, FavoriteColor::id))
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(
        outer,
        [
            (Some(true), Some(2), Some(true), false, Some(false)),
            (Some(false), Some(4), Some(false), false, Some(false)),
            (Some(true), Some(6), Some(true), false, Some(true)),
            (None, None, None, true, None)
        ]
    );
}

#[tokio::test]
async fn a_count_over_a_left_join_is_zero_where_nothing_belongs() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, i64, i64, Option<i32>)> =
        select((Person::name, count(FavoriteColor::id), count_all(), max(FavoriteColor::id)))
            .left_join(FavoriteColor, on!())
            .group_by(Person::id)
            .order_by(Person::id)
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(
        rows,
        [("Alice".into(), 2, 2, Some(2)), ("Bob".into(), 1, 1, Some(3)), ("Carol".into(), 0, 1, None)]
    );
}
