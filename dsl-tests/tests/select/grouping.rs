//! Aggregates and groups on real rows, in PostgreSQL's result types.
#![allow(
    clippy::type_complexity,
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "a failed step is a failed test; the numbers are exact"
)]

use dsl_tests::language::{FavoriteColor, Person, Sample, empty, people, run, tables};
use piton::prelude::*;
use piton::value::Numeric;

fn numeric(text: &str) -> Numeric {
    text.parse().unwrap()
}

const SAMPLES: &str =
    "INSERT INTO sample (id, small, number, big, real, double, exact, maybe, text, flag, maybe_flag) VALUES
    (1, 32767, 2147483647, 9223372036854775807, 1.5, 0.1, 1.10, NULL, 'b', true, NULL),
    (2, 32767, 2147483647, 9223372036854775807, 2.5, 0.2, 2.20, 7, 'a', false, true),
    (3, 1, 1, 1, 0.5, 0.25, 3.30, 7, 'a', true, false)";

#[tokio::test]
async fn sums_do_not_overflow_and_have_the_type_of_the_manual() {
    let (_database, mut db) = tables().await;
    run(&mut db, SAMPLES).await;
    let sums: (Option<i64>, Option<i64>, Option<Numeric>, Option<f32>, Option<f64>, Option<Numeric>) =
        select((
            sum(Sample::small),
            sum(Sample::number),
            sum(Sample::big),
            sum(Sample::real),
            sum(Sample::double),
            sum(Sample::exact),
        ))
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(sums.0, Some(65_535));
    assert_eq!(sums.1, Some(4_294_967_295));
    assert_eq!(sums.2, Some(numeric("18446744073709551615")));
    assert_eq!(sums.3, Some(4.5));
    assert!((sums.4.unwrap() - 0.55).abs() < 1e-12);
    assert_eq!(sums.5.map(|sum| sum.to_string()).as_deref(), Some("6.60"));
}

#[tokio::test]
async fn means_are_exact_for_exact_numbers() {
    let (_database, mut db) = tables().await;
    run(&mut db, SAMPLES).await;
    let means: (
        Option<Numeric>,
        Option<Numeric>,
        Option<Numeric>,
        Option<f64>,
        Option<f64>,
        Option<Numeric>,
    ) = select((
        avg(Sample::small),
        avg(Sample::number),
        avg(Sample::big),
        avg(Sample::real),
        avg(Sample::double),
        avg(Sample::exact),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(means.0, Some(numeric("21845")));
    assert_eq!(means.1, Some(numeric("1431655765")));
    assert_eq!(means.2, Some(numeric("6148914691236517205")));
    assert_eq!(means.3, Some(1.5));
    assert!((means.4.unwrap() - 0.55 / 3.0).abs() < 1e-12);
    assert_eq!(means.5, Some(numeric("2.2")));
}

#[tokio::test]
async fn the_least_and_the_greatest_leave_null_out() {
    let (_database, mut db) = tables().await;
    run(&mut db, SAMPLES).await;
    let ends: (Option<i16>, Option<i64>, Option<String>, Option<String>, Option<i32>, Option<f32>) =
        select((
            min(Sample::small),
            max(Sample::big),
            min(Sample::text),
            max(Sample::text),
            max(Sample::maybe),
            min(Sample::real),
        ))
        .one(&mut db)
        .await
        .unwrap();
    assert_eq!(ends, (Some(1), Some(i64::MAX), Some("a".into()), Some("b".into()), Some(7), Some(0.5)));
}

#[tokio::test]
async fn counts_are_of_rows_values_or_distinct_values() {
    let (_database, mut db) = tables().await;
    run(&mut db, SAMPLES).await;
    let counts: (i64, i64, i64, i64, i64, Option<i64>) = select((
        count_all(),
        count(Sample::maybe),
        count(Sample::maybe).distinct(),
        count(Sample::text).distinct(),
        count(Sample::maybe + 1),
        sum(Sample::maybe).distinct(),
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(counts, (3, 2, 1, 2, 2, Some(7)));
}

#[tokio::test]
async fn of_no_rows_the_count_is_zero_and_the_rest_null() {
    let (_database, mut db) = tables().await;
    let nothing: (
        i64,
        i64,
        Option<i64>,
        Option<Numeric>,
        Option<Numeric>,
        Option<f64>,
        Option<String>,
        Option<i64>,
    ) = select((
        count_all(),
        count(Sample::id),
        sum(Sample::number),
        sum(Sample::big),
        avg(Sample::number),
        avg(Sample::double),
        max(Sample::text),
        sum(Sample::number) + 1,
    ))
    .one(&mut db)
    .await
    .unwrap();
    assert_eq!(nothing, (0, 0, None, None, None, None, None, None));
    let groups: Vec<(String, i64)> =
        select((Sample::text, count_all())).group_by(Sample::text).all(&mut db).await.unwrap();
    assert_eq!(groups, []);
}

#[tokio::test]
async fn aggregates_of_decimals_are_decimals() {
    #[derive(Table, Debug, PartialEq)]
    struct Price {
        #[column(primary_key)]
        id: i32,
        amount: rust_decimal::Decimal,
    }
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Price]).await.unwrap();
    run(&mut db, "INSERT INTO price VALUES (1, 1.10), (2, 2.30)").await;
    let first = select(Price).order_by(Price::id).one(&mut db).await.unwrap();
    assert_eq!(first, Price { id: 1, amount: "1.10".parse().unwrap() });
    let row: (Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>, Option<rust_decimal::Decimal>) =
        select((sum(Price::amount), avg(Price::amount), max(Price::amount % Price::amount)))
            .filter(Price::id.gt(0))
            .one(&mut db)
            .await
            .unwrap();
    assert_eq!(row.0, Some("3.40".parse().unwrap()));
    assert_eq!(row.1, Some("1.7".parse().unwrap()));
    assert_eq!(row.2, Some("0".parse().unwrap()));
}

#[tokio::test]
async fn grouped_by_its_primary_key_a_whole_table_can_be_selected() {
    let (_database, mut db) = people().await;
    let rows: Vec<(Person, i64, Option<String>)> =
        select((Person, count(FavoriteColor::id), min(FavoriteColor::color)))
            .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
            .group_by(Person::id)
            .having(count(FavoriteColor::id).ge(1))
            .order_by(Person::age.desc())
            .all(&mut db)
            .await
            .unwrap();
    let found: Vec<_> =
        rows.iter().map(|(person, count, color)| (&*person.name, *count, color.as_deref())).collect();
    assert_eq!(found, [("Bob", 1, Some("red")), ("Alice", 2, Some("blue"))]);
}

#[tokio::test]
async fn keys_can_be_redundant_and_of_several_tables() {
    let (_database, mut db) = people().await;
    let rows: Vec<(i32, String, Option<FavoriteColor>, i64)> =
        select((Person::id, Person::name, FavoriteColor, count_all()))
            .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
            .group_by((Person::name, Person::id, FavoriteColor::id, FavoriteColor::color))
            .order_by((Person::id, FavoriteColor::id))
            .all(&mut db)
            .await
            .unwrap();
    let ids: Vec<_> = rows.iter().map(|(id, _, color, n)| (*id, color.as_ref().map(|c| c.id), *n)).collect();
    assert_eq!(ids, [(1, Some(1), 1), (1, Some(2), 1), (2, Some(3), 1), (3, None, 1)]);
}

#[derive(Table, Debug, Clone, PartialEq)]
#[table(primary_key(room, seat))]
struct Seat {
    room: i32,
    seat: String,
    price: i32,
}

#[derive(Table, Debug, Clone, PartialEq)]
struct Ticket {
    #[column(primary_key)]
    id: i32,
    room: i32,
    seat: String,
}

#[tokio::test]
async fn a_primary_key_of_several_columns_determines_its_table() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Seat, Ticket]).await.unwrap();
    run(
        &mut db,
        "INSERT INTO seat VALUES (1, 'a', 10), (1, 'b', 20), (2, 'a', 30);
         INSERT INTO ticket VALUES (1, 1, 'a'), (2, 1, 'a'), (3, 2, 'a')",
    )
    .await;
    let on = || Seat::room.eq(Ticket::room).and(Seat::seat.eq(Ticket::seat));
    let rows: Vec<(Seat, i64, Option<i64>)> = select((Seat, count(Ticket::id), sum(Seat::price)))
        .left_join(Ticket, on())
        .group_by((Seat::seat, Seat::room))
        .order_by(Seat::price)
        .all(&mut db)
        .await
        .unwrap();
    let found: Vec<_> = rows.iter().map(|(seat, count, sum)| (seat.price, *count, *sum)).collect();
    assert_eq!(found, [(10, 2, Some(20)), (20, 0, Some(20)), (30, 1, Some(30))]);
    let by_part: Vec<(i32, i64)> = select((Seat::room, count(Seat::seat)))
        .group_by(Seat::room)
        .order_by(count(Seat::seat).desc())
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(by_part, [(1, 2), (2, 1)]);
}

#[tokio::test]
async fn groups_are_filtered_by_having_and_null_is_a_group() {
    let (_database, mut db) = people().await;
    let groups: Vec<(Option<i32>, i64, Option<i64>)> =
        select((Person::manager_id, count_all(), sum(Person::age)))
            .group_by(Person::manager_id)
            .order_by(Person::manager_id.asc().nulls_first())
            .all(&mut db)
            .await
            .unwrap();
    assert_eq!(groups, [(None, 1, Some(30)), (Some(1), 2, Some(90))]);
    let old: Vec<Option<i32>> = select(Person::manager_id)
        .group_by(Person::manager_id)
        .having(avg(Person::age).gt(numeric("30")))
        .having(count_all().gt(1).and(Person::manager_id.is_not_null()))
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(old, [Some(1)]);
    let all: Option<Option<i32>> =
        select(max(Person::age)).having(count_all().gt(3)).optional(&mut db).await.unwrap();
    assert_eq!(all, None);
    let one: Vec<i32> = from(Person).select(value(1)).having(count_all().eq(3)).all(&mut db).await.unwrap();
    assert_eq!(one, [1]);
}
