//! Columns that are computed in FROM on real rows: groups by expressions, in every form of GROUP BY.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{FavoriteColor, Person, people};
use piton::expr::{cube, grouping, rollup};
use piton::functions::{left, length, rank_within};
use piton::prelude::*;
use piton::value::Numeric;

#[derive(Cte)]
struct Kind {
    initial: String,
    decade: i32,
}

#[derive(Cte)]
struct Key {
    age: Option<i32>,
}

#[tokio::test]
async fn groups_are_of_expressions_with_parameters() {
    let (_database, mut db) = people().await;
    // The SELECT list, HAVING and ORDER BY name the expression, whose parameters are sent once.
    let rows: Vec<(i32, i64, Option<i64>)> = from(Person)
        .cross_join(Kind.computed((left(Person::name, 1), (Person::age + 10) / 20)))
        .group_by(Kind::decade)
        .having(Kind::decade.gt(0))
        .select((Kind::decade, count_all(), sum(Kind::decade)))
        .order_by(Kind::decade.desc())
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(3, 1, Some(3)), (2, 2, Some(4))]);
    let filtered: Vec<String> = from(Person)
        .cross_join(Kind.computed((left(Person::name, 1), length(Person::name))))
        .filter(Kind::decade.eq(5))
        .select(Kind::initial)
        .order_by(Kind::initial)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(filtered, ["A", "C"]);
}

#[tokio::test]
async fn expressions_are_rolled_up() {
    let (_database, mut db) = people().await;
    let kinds = || from(Person).cross_join(Kind.computed((left(Person::name, 1), Person::age / 40)));
    let rows: Vec<(Option<i32>, Option<String>, i32, i64)> = kinds()
        .group_by(rollup((Kind::decade, Kind::initial)))
        .select((Kind::decade, Kind::initial, grouping(Kind::initial), count_all()))
        .order_by((Kind::decade, Kind::initial))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(
        rows,
        [
            (Some(0), Some("A".into()), 0, 1),
            (Some(0), None, 1, 1),
            (Some(1), Some("B".into()), 0, 1),
            (Some(1), Some("C".into()), 0, 1),
            (Some(1), None, 1, 2),
            (None, None, 1, 3),
        ]
    );
    let cubed: Vec<(Option<i32>, i64)> = kinds()
        .group_by(cube(Kind::decade))
        .select((Kind::decade, count_all()))
        .order_by(Kind::decade)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(cubed, [(Some(0), 1), (Some(1), 2), (None, 3)]);
}

#[tokio::test]
async fn whether_rows_are_grouped_by_a_column_is_left_to_the_run() {
    let (_database, mut db) = people().await;
    for (by_age, expected) in
        [(true, vec![(Some(30), 1), (Some(40), 1), (Some(50), 1)]), (false, vec![(None, 3)])]
    {
        let rows: Vec<(Option<i32>, i64)> = from(Person)
            .cross_join(Key.computed(case_when(by_age, Person::age)))
            .group_by(Key::age)
            .select((Key::age, count_all()))
            .order_by(Key::age)
            .all(&mut db)
            .await
            .unwrap();
        assert_eq!(rows, expected);
    }
}

#[tokio::test]
async fn a_table_is_joined_or_not() {
    let (_database, mut db) = people().await;
    let mut found = Vec::new();
    for joined in [true, false] {
        let mut query = select((Person::name, FavoriteColor::color)).left_join_if(
            joined,
            FavoriteColor,
            Person::id.eq(FavoriteColor::person_id),
        );
        if joined {
            query = query.filter(FavoriteColor::color.eq("red"));
        }
        let rows: Vec<(String, Option<String>)> = query.order_by(Person::id).all(&mut db).await.unwrap();
        found.push(rows);
    }
    assert_eq!(found[0], [("Alice".into(), Some("red".into())), ("Bob".into(), Some("red".into()))]);
    assert_eq!(found[1], [("Alice".into(), None), ("Bob".into(), None), ("Carol".into(), None)]);
}

#[tokio::test]
async fn the_server_reads_nothing_for_a_computed_column_or_a_join_that_is_left_out() {
    let (_database, mut db) = people().await;
    let computed = from(Person)
        .cross_join(Kind.computed((Person::name, Person::age / 10)))
        .select((Kind::initial, count_all()))
        .group_by(Kind::initial);
    let plan = computed.explain(&mut db).await.unwrap().join("\n");
    assert!(
        plan.contains("Seq Scan on person") && !plan.contains("Subquery") && !plan.contains("Join"),
        "{plan}"
    );
    let left_out = select((Person::name, FavoriteColor::color)).left_join_if(
        false,
        FavoriteColor,
        Person::id.eq(FavoriteColor::person_id),
    );
    let plan = left_out.explain(&mut db).await.unwrap().join("\n");
    assert!(!plan.contains("favorite_color"), "{plan}");
}

#[tokio::test]
async fn windows_over_groups_and_places_of_rows_that_are_not_there() {
    let (_database, mut db) = people().await;
    let shares: Vec<(String, i64, Numeric)> =
        select((FavoriteColor::color, count_all(), sum(per_group(count_all())).over(window())))
            .group_by(FavoriteColor::color)
            .order_by((count_all().desc(), FavoriteColor::color))
            .all(&mut db)
            .await
            .unwrap();
    let shares: Vec<_> = shares.into_iter().map(|(color, n, all)| (color, n, all.to_string())).collect();
    assert_eq!(
        shares,
        [("red".into(), 2, "4".into()), ("blue".into(), 1, "4".into()), ("pink".into(), 1, "4".into())]
    );
    let places: (i64, i64) =
        select((rank_within(35, Person::age.desc()), rank_within((40, "Bz"), (Person::age, Person::name))))
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(places, (3, 3));
    let of_nothing: i64 =
        select(rank_within(35, Person::age)).filter(Person::id.lt(0)).one(&mut db).await.unwrap();
    assert_eq!(of_nothing, 1);
}
