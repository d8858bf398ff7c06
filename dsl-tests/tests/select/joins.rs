//! Joins return the rows of the same SQL written by hand, in the types that the join makes of them.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{Boss, FavoriteColor, Manager, Note, Person, people, run};
use piton::prelude::*;

fn color(id: i32, person_id: i32, color: &str) -> FavoriteColor {
    FavoriteColor { id, person_id, color: color.to_owned() }
}

#[tokio::test]
async fn an_inner_join_has_the_pairs_that_belong_together() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, FavoriteColor)> = select((Person::id, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .order_by(FavoriteColor::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, color(1, 1, "red")), (1, color(2, 1, "blue")), (2, color(3, 2, "red"))]);
    let raw: Vec<(i32, FavoriteColor)> =
        sql!("SELECT p.id, c.* FROM person p JOIN favorite_color c ON p.id = c.person_id ORDER BY c.id")
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(rows, raw);
}

#[tokio::test]
async fn a_left_join_has_none_where_nothing_belongs() {
    let (_database, mut db) = people().await;
    let on = || Person::id.eq(FavoriteColor::person_id);
    let rows: Vec<(i32, Option<FavoriteColor>)> = select((Person::id, FavoriteColor))
        .left_join(FavoriteColor, on())
        .order_by((Person::id, FavoriteColor::id))
        .all(&mut db)
        .await
        .unwrap();
    let expected = [
        (1, Some(color(1, 1, "red"))),
        (1, Some(color(2, 1, "blue"))),
        (2, Some(color(3, 2, "red"))),
        (3, None),
    ];
    assert_eq!(rows, expected);
    let before: Vec<(i32, Option<FavoriteColor>)> = from(Person)
        .left_join(FavoriteColor, on())
        .select((Person::id, FavoriteColor))
        .order_by((Person::id, FavoriteColor::id))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(before, expected);
    let raw: Vec<(i32, Option<FavoriteColor>)> = sql!(
        "SELECT p.id, c.* FROM person p LEFT JOIN favorite_color c ON p.id = c.person_id ORDER BY p.id, c.id"
    )
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(raw, expected);
}

#[tokio::test]
async fn a_right_join_has_none_on_the_left() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Option<Person>, FavoriteColor)> = select((Person, FavoriteColor))
        .right_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .order_by(FavoriteColor::id)
        .all(&mut db)
        .await
        .unwrap();
    let names: Vec<_> =
        rows.iter().map(|(person, color)| (person.as_ref().map(|person| person.id), color.id)).collect();
    assert_eq!(names, [(Some(1), 1), (Some(1), 2), (Some(2), 3), (None, 4)]);
    let raw: Vec<(Option<Person>, FavoriteColor)> =
        sql!("SELECT p.*, c.* FROM person p RIGHT JOIN favorite_color c ON p.id = c.person_id ORDER BY c.id")
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(rows, raw);
}

#[tokio::test]
async fn a_full_join_has_none_on_either_side() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Option<i32>, Option<String>, Option<FavoriteColor>)> =
        select((Person::id, Person::name, FavoriteColor))
            .full_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
            .order_by((Person::id, FavoriteColor::id))
            .all(&mut db)
            .await
            .unwrap();
    let ids: Vec<_> = rows.iter().map(|(id, _, color)| (*id, color.as_ref().map(|color| color.id))).collect();
    assert_eq!(
        ids,
        [(Some(1), Some(1)), (Some(1), Some(2)), (Some(2), Some(3)), (Some(3), None), (None, Some(4))]
    );
    let raw: Vec<(Option<i32>, Option<String>, Option<FavoriteColor>)> = sql!(
        "SELECT p.id, p.name, c.* FROM person p FULL JOIN favorite_color c ON p.id = c.person_id ORDER BY p.id, c.id"
    )
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(rows, raw);
}

#[tokio::test]
async fn a_cross_join_has_every_pair() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, i32)> = select((Person::id, FavoriteColor::id))
        .cross_join(FavoriteColor)
        .order_by((Person::id, FavoriteColor::id))
        .all(&mut db)
        .await
        .unwrap();
    let expected: Vec<_> = (1..=3).flat_map(|person| (1..=4).map(move |color| (person, color))).collect();
    assert_eq!(rows, expected);
}

#[tokio::test]
async fn a_condition_on_an_outer_table_belongs_to_the_join_or_to_the_filter() {
    let (_database, mut db) = people().await;
    let on = || Person::id.eq(FavoriteColor::person_id);
    let query = || select((Person::id, FavoriteColor::color));
    let joined: Vec<(i32, Option<String>)> = query()
        .left_join(FavoriteColor, on().and(FavoriteColor::color.eq("blue")))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(joined, [(1, Some("blue".to_owned())), (2, None), (3, None)]);
    let filtered: Vec<(i32, Option<String>)> = query()
        .left_join(FavoriteColor, on())
        .filter(FavoriteColor::color.eq("blue"))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(filtered, [(1, Some("blue".to_owned()))]);
    let without: Vec<i32> = select(Person::id)
        .left_join(FavoriteColor, on())
        .filter(FavoriteColor::id.is_null())
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(without, [3]);
}

#[tokio::test]
async fn a_table_joins_itself_by_its_aliases() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, Option<String>, Option<String>)> = select((Person::name, Manager.name, Boss.name))
        .left_join(Manager, Person::manager_id.eq(Manager.id))
        .left_join(Boss, Manager.manager_id.eq(Boss.id))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    let alice = Some("Alice".to_owned());
    assert_eq!(
        rows,
        [("Alice".into(), None, None), ("Bob".into(), alice.clone(), None), ("Carol".into(), alice, None)]
    );
    let colleagues: Vec<(Person, Person)> = select((Person, Manager))
        .join(Manager, Person::manager_id.eq(Manager.manager_id).and(Person::id.lt(Manager.id)))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(colleagues.iter().map(|(a, b)| (a.id, b.id)).collect::<Vec<_>>(), [(2, 3)]);
}

macro_rules! notes {
    ($($alias:ident)+) => { $(alias!($alias = Note);)+ };
}

notes!(N1 N2 N3 N4 N5 N6 N7 N8 N9 N10);

#[tokio::test]
async fn twelve_tables_are_joined_and_decoded() {
    let (_database, mut db) = people().await;
    run(&mut db, "DELETE FROM note WHERE person_id IS DISTINCT FROM 1").await;
    let rows: Vec<(Person, (String, Option<i32>), (Option<Note>, Option<Note>), Option<Note>, Option<i32>)> =
        select((Person, (FavoriteColor::color, N1.person_id), (N2, N9), N10, N8.person_id))
            .join(FavoriteColor, FavoriteColor::person_id.eq(Person::id))
            .join(N1, N1.person_id.eq(Person::id))
            .left_join(N2, N2.person_id.eq(N1.person_id))
            .left_join(N3, N3.person_id.eq(N2.person_id))
            .left_join(N4, N4.person_id.eq(N3.person_id))
            .left_join(N5, N5.person_id.eq(N4.person_id))
            .left_join(N6, N6.person_id.eq(N5.person_id))
            .left_join(N7, N7.person_id.eq(N6.person_id))
            .left_join(N8, N8.person_id.eq(N7.person_id))
            .left_join(N9, N9.person_id.eq(N8.person_id + 1))
            .left_join(N10, N10.person_id.eq(N8.person_id))
            .order_by(FavoriteColor::id)
            .all(&mut db)
            .await
            .unwrap();
    let note = Note { person_id: Some(1), text: Some("first".to_owned()) };
    let found: Vec<_> =
        rows.into_iter().map(|(person, rest, notes, last, id)| (person.id, rest, notes, last, id)).collect();
    let expected = |color: &str| {
        (1, (color.to_owned(), Some(1)), (Some(note.clone()), None), Some(note.clone()), Some(1))
    };
    assert_eq!(found, [expected("red"), expected("blue")]);
}
