//! What conditions match: NULL, lists, ranges, patterns.
#![allow(
    clippy::unwrap_used,
    clippy::type_complexity,
    reason = "a failed step is a failed test; types are tested"
)]

use dsl_tests::language::{Random, empty};
use piton::expr::{Condition, NotGrouped, RowCondition};
use piton::prelude::*;
use piton::table::Inner;

#[derive(Table, Debug, Clone, PartialEq)]
struct Item {
    #[column(primary_key)]
    id: i32,
    number: Option<i32>,
    text: Option<String>,
}

type Items = frunk_core::hlist::HCons<Inner<Item>, frunk_core::hlist::HNil>;

async fn items() -> (piton::testing::Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Item]).await.unwrap();
    db.batch("INSERT INTO item VALUES (1, 10, 'a'), (2, 20, 'B'), (3, NULL, NULL), (4, 30, 'a')")
        .await
        .unwrap();
    (database, db)
}

/// The ids of the items that a condition is true for.
async fn ids<E: Condition<Items, In<NotGrouped> = NotGrouped> + RowCondition>(
    db: &mut Connection,
    condition: E,
) -> Vec<i32> {
    select(Item::id).filter(condition).order_by(Item::id).all(db).await.unwrap()
}

#[tokio::test]
async fn null_equals_nothing_and_differs_from_nothing() {
    let (_database, mut db) = items().await;
    assert_eq!(ids(&mut db, Item::number.eq(10)).await, [1]);
    assert_eq!(ids(&mut db, Item::number.ne(10)).await, [2, 4]);
    assert_eq!(ids(&mut db, Item::number.eq(Item::number)).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, !Item::number.eq(10)).await, [2, 4]);
    assert_eq!(ids(&mut db, Item::number.eq(10) | Item::number.ne(10)).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, Item::number.lt(15) | Item::text.is_null()).await, [1, 3]);
    assert_eq!(ids(&mut db, Item::number.gt(15) & Item::text.is_not_null()).await, [2, 4]);
    assert_eq!(ids(&mut db, Item::number.eq(10).is_null()).await, [3]);
    assert_eq!(ids(&mut db, true).await, [1, 2, 3, 4]);
    assert_eq!(ids(&mut db, value(true).and(false)).await, [0; 0]);
}

#[tokio::test]
async fn null_safe_comparisons_take_values_options_and_columns() {
    let (_database, mut db) = items().await;
    assert_eq!(ids(&mut db, Item::number.is_distinct_from(10)).await, [2, 3, 4]);
    assert_eq!(ids(&mut db, Item::number.is_distinct_from(Some(10))).await, [2, 3, 4]);
    assert_eq!(ids(&mut db, Item::number.is_distinct_from(None::<i32>)).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, Item::number.is_not_distinct_from(None::<i32>)).await, [3]);
    assert_eq!(ids(&mut db, Item::number.is_not_distinct_from(20)).await, [2]);
    assert_eq!(ids(&mut db, Item::number.is_not_distinct_from(Item::id * 10)).await, [1, 2]);
    assert_eq!(ids(&mut db, Item::text.is_not_distinct_from(Some("a"))).await, [1, 4]);
    assert_eq!(ids(&mut db, Item::text.is_not_distinct_from(None::<String>)).await, [3]);
    assert_eq!(ids(&mut db, Item::text.is_not_distinct_from(Item::text)).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn no_list_holds_null_and_the_empty_one_holds_nothing() {
    let (_database, mut db) = items().await;
    let none: [i32; 0] = [];
    assert_eq!(ids(&mut db, Item::number.in_(none)).await, [0; 0]);
    assert_eq!(ids(&mut db, Item::number.not_in(none)).await, [1, 2, 3, 4]);
    assert_eq!(ids(&mut db, Item::number.in_([10, 30, 99])).await, [1, 4]);
    assert_eq!(ids(&mut db, Item::number.not_in([10, 99])).await, [2, 4]);
    assert_eq!(ids(&mut db, !Item::number.in_([10])).await, [2, 4]);
    assert_eq!(ids(&mut db, Item::text.in_(["a", "a"])).await, [1, 4]);
    assert_eq!(ids(&mut db, Item::text.in_(Vec::<String>::new())).await, [0; 0]);
    assert_eq!(ids(&mut db, Item::id.in_(2..=3)).await, [2, 3]);
    assert_eq!(ids(&mut db, Item::id.in_(0..100_000)).await, [1, 2, 3, 4]);
    let rows: Vec<(Option<bool>, Option<bool>)> = select((Item::number.in_(none), Item::number.not_in([10])))
        .order_by(Item::id)
        .all(&mut db)
        .await
        .unwrap();
    assert_eq!(rows[2], (Some(false), None));
}

#[tokio::test]
async fn a_list_of_any_length_is_one_statement() {
    let (_database, mut db) = items().await;
    for length in [0, 1, 2, 1000] {
        ids(&mut db, Item::id.in_(0..length)).await;
    }
    assert_eq!(db.counters().prepared, 1);
}

#[tokio::test]
async fn between_includes_both_ends_and_no_null() {
    let (_database, mut db) = items().await;
    assert_eq!(ids(&mut db, Item::number.between(10, 20)).await, [1, 2]);
    assert_eq!(ids(&mut db, Item::number.between(20, 10)).await, [0; 0]);
    assert_eq!(ids(&mut db, Item::number.between(20, 20)).await, [2]);
    assert_eq!(ids(&mut db, !Item::number.between(11, 25)).await, [1, 4]);
    assert_eq!(ids(&mut db, Item::id.between(Item::number - 20, 2)).await, [1, 2]);
    assert_eq!(ids(&mut db, Item::text.between("a", "a")).await, [1, 4]);
}

#[tokio::test]
async fn several_filters_and_optional_ones_narrow_the_result() {
    let (_database, mut db) = items().await;
    for (least, text, expected) in
        [(None, None, vec![1, 2, 3, 4]), (Some(15), None, vec![2, 4]), (Some(15), Some("a"), vec![4])]
    {
        let mut query = select(Item::id).order_by(Item::id);
        if let Some(least) = least {
            query = query.filter(Item::number.ge(least));
        }
        if let Some(text) = text {
            query = query.filter(Item::text.eq(text));
        }
        assert_eq!(query.all(&mut db).await.unwrap(), expected);
    }
    let either = select(Item::id).filter(Item::id.eq(1).or(Item::id.eq(2))).filter(Item::number.gt(15));
    assert_eq!(either.all(&mut db).await.unwrap(), [2]);
}

#[tokio::test]
async fn case_matters_unless_it_is_said_otherwise() {
    let (_database, mut db) = items().await;
    assert_eq!(ids(&mut db, Item::text.like("b")).await, [0; 0]);
    assert_eq!(ids(&mut db, Item::text.ilike("b")).await, [2]);
    assert_eq!(ids(&mut db, Item::text.not_like("b")).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, Item::text.not_ilike("b")).await, [1, 4]);
    assert_eq!(ids(&mut db, Item::text.icontains("A")).await, [1, 4]);
    assert_eq!(ids(&mut db, Item::text.istarts_with("b")).await, [2]);
    assert_eq!(ids(&mut db, Item::text.iends_with("b")).await, [2]);
    assert_eq!(ids(&mut db, Item::text.contains("")).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, Item::text.like("_")).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, Item::text.like("%")).await, [1, 2, 4]);
    assert_eq!(ids(&mut db, Item::text.contains("%")).await, [0; 0]);
}

/// Text of few characters, most of which mean something to SQL or to patterns.
fn hostile(random: &mut Random, longest: u64) -> String {
    let letters = ['%', '_', '\\', '\'', '"', 'a', 'A', 'ß', '🦀', '\n', '$', '-', 'é'];
    (0..random.below(longest + 1)).map(|_| *random.pick(&letters)).collect()
}

#[tokio::test]
async fn a_text_that_is_searched_for_stands_for_itself() {
    let (_database, mut db) = empty().await;
    db.create_tables(schema![Item]).await.unwrap();
    let mut random = Random::new(7);
    let texts: Vec<String> = (0..1000).map(|_| hostile(&mut random, 6)).collect();
    let inserted = sql!(
        "INSERT INTO item (id, text) SELECT n - 1, t FROM unnest({}) WITH ORDINALITY AS u(t, n)",
        &texts
    );
    assert_eq!(inserted.execute(&mut db).await.unwrap(), 1000);
    let found = |matches: &dyn Fn(&str) -> bool| -> Vec<i32> {
        (0..).zip(&texts).filter(|(_, text)| matches(text)).map(|(id, _)| id).collect()
    };
    let mut matches = 0;
    for _ in 0..100 {
        let part = hostile(&mut random, 2);
        let contained = ids(&mut db, Item::text.contains(&part)).await;
        assert_eq!(contained, found(&|text| text.contains(&part)), "{part:?}");
        assert_eq!(
            ids(&mut db, Item::text.starts_with(&part)).await,
            found(&|text| text.starts_with(&part)),
            "{part:?}"
        );
        assert_eq!(
            ids(&mut db, Item::text.ends_with(&part)).await,
            found(&|text| text.ends_with(&part)),
            "{part:?}"
        );
        assert_eq!(ids(&mut db, Item::text.eq(&part)).await, found(&|text| text == part), "{part:?}");
        matches += contained.len();
    }
    assert!(matches > 1000, "only {matches} matches");
    // Without regard to case, for letters whose case PostgreSQL changes in every locale.
    for part in ["a", "A", "a%", "_A", "\\a", "a'", "A\""] {
        let lower = part.to_ascii_lowercase();
        let contains = |text: &str| text.to_ascii_lowercase().contains(&lower);
        assert_eq!(ids(&mut db, Item::text.icontains(part)).await, found(&contains), "{part:?}");
        let starts = |text: &str| text.to_ascii_lowercase().starts_with(&lower);
        assert_eq!(ids(&mut db, Item::text.istarts_with(part)).await, found(&starts), "{part:?}");
        let ends = |text: &str| text.to_ascii_lowercase().ends_with(&lower);
        assert_eq!(ids(&mut db, Item::text.iends_with(part)).await, found(&ends), "{part:?}");
    }
    // A constant and a parameter are the same text.
    for text in texts.iter().take(100) {
        let same = select((constant(&**text).eq(&**text), value(text.clone())));
        assert_eq!(same.one(&mut db).await.unwrap(), (true, text.clone()));
    }
}
