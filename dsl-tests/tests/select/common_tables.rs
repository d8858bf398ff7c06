//! WITH, derived tables, LATERAL, values and functions on real rows.
#![allow(clippy::unwrap_used, clippy::type_complexity, reason = "a failed step is a failed test")]

use dsl_tests::language::{FavoriteColor, Person, people, run};
use piton::expr::{is_cycle, search_order};
use piton::prelude::*;

#[derive(Cte, Debug, PartialEq)]
struct Adult {
    id: i32,
    name: String,
    email: Option<String>,
}

#[derive(Cte, Debug, PartialEq)]
struct Chain {
    id: i32,
    depth: i32,
}

#[derive(Cte, Debug, PartialEq)]
struct Pair {
    left: i32,
    right: Option<String>,
}

#[derive(Cte, Debug, PartialEq)]
struct Number {
    n: i32,
}

alias!(Newest = FavoriteColor);

#[tokio::test]
async fn a_cte_is_read_as_a_table() {
    let (_database, mut db) = people().await;
    let adults = Adult.of(select((Person::id, Person::name, Person::email)).filter(Person::age.gt(35)));
    let rows: Vec<(Adult, Option<String>)> = with(
        adults,
        select((Adult, FavoriteColor::color))
            .left_join(FavoriteColor, FavoriteColor::person_id.eq(Adult::id))
            .order_by(Adult::id),
    )
    .all(&mut db)
    .await
    .unwrap();
    let bob = Adult { id: 2, name: "Bob".into(), email: None };
    let carol = Adult { id: 3, name: "Carol".into(), email: Some("c@example.org".into()) };
    assert_eq!(rows, [(bob, Some("red".into())), (carol, None)]);
}

#[tokio::test]
async fn a_missing_row_of_a_cte_is_none() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, Option<Adult>)> = with(
        Adult.of(select((Person::id, Person::name, Person::email)).filter(Person::id.eq(1))),
        select((Person::id, Adult)).left_join(Adult, Adult::id.eq(Person::id)).order_by(Person::id),
    )
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(rows.iter().map(|(_, adult)| adult.is_some()).collect::<Vec<_>>(), [true, false, false]);
}

#[tokio::test]
async fn a_recursive_cte_walks_a_tree() {
    let (_database, mut db) = people().await;
    run(&mut db, "UPDATE person SET manager_id = 2 WHERE id = 3").await;
    let chain = || {
        select((Person::id, value(0)))
            .filter(Person::manager_id.is_null())
            .union_all(select((Person::id, Chain::depth + 1)).join(Chain, Person::manager_id.eq(Chain::id)))
    };
    let rows: Vec<Chain> =
        with_recursive(Chain.of(chain()), select(Chain).order_by(Chain::depth)).all(&mut db).await.unwrap();
    let found: Vec<(i32, i32)> = rows.iter().map(|row| (row.id, row.depth)).collect();
    assert_eq!(found, [(1, 0), (2, 1), (3, 2)]);
    let deepest: Option<i32> =
        with_recursive(Chain.of(chain()), select(max(Chain::depth))).one(&mut db).await.unwrap();
    assert_eq!(deepest, Some(2));
}

#[tokio::test]
async fn cycles_end_and_search_orders() {
    let (_database, mut db) = people().await;
    run(
        &mut db,
        "UPDATE person SET manager_id = 3 WHERE id = 1; UPDATE person SET manager_id = 1 WHERE id = 2;
         UPDATE person SET manager_id = 2 WHERE id = 3",
    )
    .await;
    let chain = select((Person::id, value(0)))
        .filter(Person::id.eq(1))
        .union_all(select((Person::id, Chain::depth + 1)).join(Chain, Person::manager_id.eq(Chain::id)));
    let rows: Vec<(i32, i32, bool)> = with_recursive(
        Chain.of(chain).search_depth_first_by(Chain::id).cycle(Chain::id),
        select((Chain::id, Chain::depth, is_cycle(Chain))).order_by(search_order(Chain)),
    )
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(rows, [(1, 0, false), (2, 1, false), (3, 2, false), (1, 3, true)]);
}

#[tokio::test]
async fn union_drops_repeated_rows_of_a_recursion() {
    let (_database, mut db) = people().await;
    let numbers = select(value(1)).union(select(Number::n % 3 + 1));
    let rows: Vec<i32> =
        with_recursive(Number.of(numbers), select(Number::n).order_by(Number::n)).all(&mut db).await.unwrap();
    assert_eq!(rows, [1, 2, 3]);
}

#[tokio::test]
async fn a_lateral_query_runs_for_each_row() {
    let (_database, mut db) = people().await;
    let newest = select(FavoriteColor)
        .filter(FavoriteColor::person_id.eq(outer(Person::id)))
        .order_by(FavoriteColor::id.desc())
        .limit(1);
    let rows: Vec<(String, Option<FavoriteColor>)> = select((Person::name, Newest))
        .left_join(Newest.of(newest).lateral(), Newest.id.gt(0))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    let ids: Vec<Option<i32>> = rows.iter().map(|(_, color)| color.as_ref().map(|color| color.id)).collect();
    assert_eq!(ids, [Some(2), Some(3), None]);
    let numbers: Vec<(i32, i32)> = select((Person::id, Number::n))
        .join(Number.of(generate_series(1, outer(Person::id))).lateral(), Number::n.gt(0))
        .order_by((Person::id, Number::n))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(numbers, [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3)]);
}

#[tokio::test]
async fn values_are_rows_also_none_and_many_and_null() {
    let (_database, mut db) = people().await;
    let none: Vec<(i32, Option<String>)> =
        values(Vec::<(i32, Option<String>)>::new()).all(&mut db).await.unwrap();
    assert!(none.is_empty());
    let many: Vec<i32> = values(0..10_000).all(&mut db).await.unwrap();
    assert_eq!(many, (0..10_000).collect::<Vec<_>>());
    let pairs = Pair.of(values([(1, Some("x".to_owned())), (2, None), (7, Some("y".to_owned()))]));
    let rows: Vec<(String, Option<String>)> = select((Person::name, Pair::right))
        .join(pairs, Pair::left.eq(Person::id))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [("Alice".into(), Some("x".into())), ("Bob".into(), None)]);
    let texts: Vec<(String, i64)> = values([("a", 1_i64), ("b", 2)]).all(&mut db).await.unwrap();
    assert_eq!(texts, [("a".into(), 1), ("b".into(), 2)]);
}

#[tokio::test]
async fn any_number_of_values_is_one_statement() {
    let (_database, mut db) = people().await;
    for count in [0, 1, 2, 100] {
        assert_eq!(values(0..count).execute(&mut db).await.unwrap(), u64::try_from(count).unwrap());
    }
    let prepared: i64 =
        sql!("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE {}", "%unnest%")
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(prepared, 1);
}

#[tokio::test]
async fn derived_tables_are_grouped_again() {
    let (_database, mut db) = people().await;
    #[derive(Cte)]
    #[allow(dead_code, reason = "fields are columns")]
    struct PerPerson {
        person_id: i32,
        colors: i64,
    }
    let counts = select((FavoriteColor::person_id, count_all())).group_by(FavoriteColor::person_id);
    let rows: Vec<(i64, i64)> = from(PerPerson.of(counts))
        .select((PerPerson::colors, count(PerPerson::person_id)))
        .group_by(PerPerson::colors)
        .order_by(PerPerson::colors)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [(1, 2), (2, 1)]);
}
