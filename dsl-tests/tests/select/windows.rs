//! What window functions and aggregates give, and when that is NULL.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    clippy::type_complexity,
    reason = "a failed step is a failed test"
)]

use dsl_tests::language::{FavoriteColor, Person, empty, people};
use piton::functions as f;
use piton::prelude::*;
use piton::value::Numeric;

#[tokio::test]
async fn rows_are_numbered_ranked_and_compared_with_their_neighbours() {
    let (_database, mut db) = people().await;
    let by_age = || window().order_by(Person::age.desc());
    let rows: Vec<(String, i64, Option<i32>, i32, Option<i32>, String)> = select((
        Person::name,
        row_number().over(by_age()),
        lag(Person::age).over(by_age()),
        f::lead_or(Person::age, 1, -1).over(by_age()),
        f::nth_value(Person::id, 2).over(by_age()),
        last_value(Person::name).over(by_age().rows_between(current_row(), unbounded_following())),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    let row = |name: &str, number, lag, lead, second| {
        (name.to_owned(), number, lag, lead, second, "Alice".to_owned())
    };
    assert_eq!(
        rows,
        [
            row("Alice", 3, Some(40), -1, Some(2)),
            row("Bob", 2, Some(50), 30, Some(2)),
            row("Carol", 1, None, 40, None),
        ]
    );
}

#[tokio::test]
async fn a_window_that_holds_its_row_has_a_sum_and_one_that_may_be_empty_an_option() {
    let (_database, mut db) = people().await;
    let by_id = || window().order_by(Person::id);
    let rows: Vec<(i64, Option<i64>, Option<i64>, Option<i64>, i64, Option<i64>)> = select((
        sum(Person::age).over(by_id()),
        sum(Person::age).over(by_id().rows_between(preceding(2), preceding(1))),
        sum(Person::age).filter(Person::age.gt(35)).over(by_id()),
        sum(Person::manager_id).over(by_id()),
        sum(Person::age).over(by_id().rows_between(preceding(1), following(1)).exclude_ties()),
        sum(Person::age).over(by_id().rows_between(preceding(1), following(1)).exclude_current_row()),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(
        rows,
        [
            (30, None, None, None, 70, Some(40)),
            (70, Some(30), Some(40), Some(1), 120, Some(80)),
            (120, Some(70), Some(90), Some(2), 90, Some(40)),
        ]
    );
}

#[tokio::test]
async fn a_named_window_may_have_any_frame() {
    let (_database, mut db) = people().await;
    let rows: Vec<Option<i32>> = from(Person)
        .select(max(Person::age).over(named("w")))
        .window("w", window().order_by(Person::id).rows_between(preceding(2), preceding(1)))
        .order_by(Person::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [None, Some(30), Some(40)]);
}

#[tokio::test]
async fn an_outer_join_makes_a_window_null() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, Option<String>, Option<i32>)> = select((
        Person::id,
        first_value(FavoriteColor::color).over(window().partition_by(Person::id).order_by(FavoriteColor::id)),
        max(FavoriteColor::id).over(window().partition_by(Person::id)),
    ))
    .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
    .order_by((Person::id, FavoriteColor::id))
    .all(&mut db)
    .await
    .unwrap();
    let red = || Some("red".to_owned());
    assert_eq!(rows, [(1, red(), Some(2)), (1, red(), Some(2)), (2, red(), Some(3)), (3, None, None)]);
}

#[tokio::test]
async fn ranges_are_counted_in_the_type_of_the_order() {
    let (_database, mut db) = people().await;
    let rows: Vec<i64> = from(Person)
        .select(count_all().over(window().order_by(Person::age).range_between(preceding(10), current_row())))
        .order_by(Person::age)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows, [1, 2, 2]);
}

#[tokio::test]
async fn groups_are_ranked_by_their_aggregates() {
    let (_database, mut db) = people().await;
    let rows: Vec<(String, i64, i64)> =
        select((FavoriteColor::color, count_all(), rank().over(window().order_by(count_all().desc()))))
            .group_by(FavoriteColor::color)
            .order_by((count_all().desc(), FavoriteColor::color))
            .all(&mut db)
            .await
            .unwrap();
    let row = |color: &str, count, rank| (color.to_owned(), count, rank);
    assert_eq!(rows, [row("red", 2, 1), row("blue", 1, 2), row("pink", 1, 2)]);
}

#[tokio::test]
async fn aggregates_take_what_they_are_told_to() {
    let (_database, mut db) = people().await;
    type Row = (
        i64,
        Option<String>,
        Option<Vec<Option<String>>>,
        Option<Vec<String>>,
        Option<bool>,
        Option<f64>,
        Option<i32>,
    );
    let row: Row = select((
        count(Person::manager_id).distinct(),
        string_agg(Person::name, "-").order_by(Person::id.desc()),
        array_agg(Person::email).order_by(Person::id),
        array_agg_values(Person::email).order_by(Person::id),
        bool_and(Person::age.gt(30)).filter(Person::id.gt(1)),
        f::percentile_cont(0.25, Person::age),
        f::percentile_disc(0.5, Person::age.desc()),
    ))
    .one(&mut db)
    .await
    .unwrap();
    let (alice, carol) = ("alice@example.org".to_owned(), "c@example.org".to_owned());
    let expected: Row = (
        1,
        Some("Carol-Bob-Alice".to_owned()),
        Some(vec![Some(alice.clone()), None, Some(carol.clone())]),
        Some(vec![alice, carol]),
        Some(true),
        Some(35.0),
        Some(40),
    );
    assert_eq!(row, expected);
}

#[tokio::test]
async fn aggregates_of_no_rows_are_null_but_for_counts() {
    let (_database, mut db) = people().await;
    let row: (i64, i64, Option<i64>, Option<Vec<Option<i32>>>, Option<Numeric>, Option<String>, Option<i32>) =
        select((
            count(Person::id),
            f::regr_count(1.0, Person::age.cast::<f64>()),
            sum(Person::age),
            array_agg(Person::age),
            f::stddev(Person::age),
            string_agg(Person::name, ","),
            f::mode(Person::age),
        ))
        .filter(Person::id.lt(0))
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(row, (0, 0, None, None, None, None, None));
    // Of one row a sample has no deviation.
    let row: (Option<Numeric>, Option<Numeric>) = select((f::stddev(Person::age), f::var_pop(Person::age)))
        .filter(Person::id.eq(1))
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(row, (None, Some("0".parse().unwrap())));
}

#[derive(PgEnum, Clone, Copy, Debug, PartialEq)]
enum Size {
    Small,
    Large,
}

#[derive(Value, Clone, Copy, Debug, PartialEq)]
struct Price(i64);

#[tokio::test]
async fn enums_and_newtypes_have_a_greatest_value() {
    #[derive(Table, Debug)]
    struct Shirt {
        #[column(primary_key)]
        id: i32,
        size: Size,
        price: Price,
    }
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Shirt]).await.unwrap();
    db.batch("INSERT INTO shirt VALUES (1, 'large', 5), (2, 'small', 7)").await.unwrap();
    let row: (Option<Size>, Option<Price>) =
        select((max(Shirt::size), min(Shirt::price))).one(&mut db).await.unwrap();
    assert_eq!(row, (Some(Size::Large), Some(Price(5))));
    let shirt = select(Shirt).filter(Shirt::size.eq(Size::Small)).one(&mut db).await.unwrap();
    assert_eq!((shirt.id, shirt.size, shirt.price), (2, Size::Small, Price(7)));
}

sql_aggregate! {
    fn product(number: f64) -> Option<f64>, null if any;
}

sql_window_function! {
    fn lag_twice(value: i32) -> Option<i32> = "lag_twice";
}

#[tokio::test]
async fn declared_aggregates_and_window_functions() {
    let (_database, mut db) = people().await;
    db.batch(
        "CREATE AGGREGATE product(float8) (SFUNC = float8mul, STYPE = float8, INITCOND = 1);
         CREATE FUNCTION lag_twice(anycompatible) RETURNS anycompatible LANGUAGE internal WINDOW IMMUTABLE AS 'window_lag';",
    )
    .await
    .unwrap();
    let rows: Vec<(f64, Option<i32>)> = select((
        product(Person::id.cast::<f64>()).over(window().order_by(Person::id)),
        lag_twice(Person::id).over(window().order_by(Person::id)),
    ))
    .order_by(Person::id)
    .all(&mut db)
    .await
    .unwrap();
    assert_eq!(rows, [(1.0, None), (2.0, Some(1)), (6.0, Some(2))]);
}
