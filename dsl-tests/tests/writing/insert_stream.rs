//! Rows that are inserted as they come.
#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

use dsl_tests::language::empty;
use futures_core::Stream;
use piton::Error;
use piton::prelude::*;
use piton::testing::Database;

#[derive(Table, Debug, Clone, PartialEq)]
struct Line {
    #[column(primary_key)]
    number: i64,
    text: String,
    note: Option<String>,
}

async fn tables() -> (Database, Connection) {
    let (database, mut db) = empty().await;
    db.create_tables(schema![Line]).await.unwrap();
    (database, db)
}

async fn stored(db: &mut Connection) -> i64 {
    select(count(Line::number)).one(db).await.unwrap()
}

/// Lines that are pending every other time.
struct Lines<F> {
    next: i64,
    end: i64,
    ready: bool,
    make: F,
}

impl<T, F: FnMut(i64) -> T + Unpin> Stream for Lines<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.ready = !self.ready;
        if !self.ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.next == self.end {
            return Poll::Ready(None);
        }
        self.next += 1;
        let number = self.next;
        Poll::Ready(Some((self.make)(number)))
    }
}

fn lines<T>(end: i64, make: impl FnMut(i64) -> T) -> Lines<impl FnMut(i64) -> T> {
    Lines { next: 0, end, ready: false, make }
}

#[tokio::test]
async fn rows_of_a_stream_and_of_an_iterator_are_inserted() {
    let (_database, mut db) = tables().await;
    let stream = lines(1000, |number| Line::create().number(number).text(format!("line {number}")));
    let before = db.counters();
    assert_eq!(db.insert_stream(stream).await.unwrap(), 1000);
    let iterator = (1001..1501).map(|number| Line::create().number(number).text("x"));
    assert_eq!(db.insert_stream(iterator).await.unwrap(), 500);
    let after = db.counters();
    // What fits into one statement needs no transaction.
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (2, 1));
    assert_eq!(stored(&mut db).await, 1500);
    assert_eq!(db.get::<Line>(777).await.unwrap().unwrap().text, "line 777");
}

#[tokio::test]
async fn rows_are_sent_while_others_are_still_to_come() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    let rows = (0..35_000).map(|number| Line::create().number(number).text("x"));
    assert_eq!(db.insert_stream(rows).await.unwrap(), 35_000);
    let after = db.counters();
    // BEGIN, four statements that are prepared once, COMMIT.
    assert_eq!((after.round_trips - before.round_trips, after.prepared - before.prepared), (6, 1));
    // Long rows earlier.
    let text = "x".repeat(300_000);
    let before = db.counters().round_trips;
    let rows = (0..10).map(|number| Line::create().number(100_000 + number).text(text.as_str()));
    assert_eq!(db.insert_stream(rows).await.unwrap(), 10);
    assert_eq!(db.counters().round_trips - before, 5);
    assert_eq!(stored(&mut db).await, 35_010);
}

#[tokio::test]
async fn rows_of_several_shapes_go_together() {
    let (_database, mut db) = tables().await;
    let rows = (0..12_000).map(|number| match number % 2 {
        0 => Line { number, text: "x".into(), note: Some("n".into()) },
        _ => Line { number, text: "x".into(), note: None },
    });
    assert_eq!(db.insert_stream(rows).await.unwrap(), 12_000);
    assert_eq!(stored(&mut db).await, 12_000);
}

#[tokio::test]
async fn nothing_is_sent_for_no_rows() {
    let (_database, mut db) = tables().await;
    let before = db.counters();
    assert_eq!(db.insert_stream(std::iter::empty::<Line>()).await.unwrap(), 0);
    let none = lines(0, |number| Line::create().number(number).text(""));
    assert_eq!(db.insert_stream(none).await.unwrap(), 0);
    assert_eq!(db.counters(), before);
}

#[tokio::test]
async fn all_rows_are_inserted_or_none() {
    let (_database, mut db) = tables().await;
    let rows = |end: i64| (0..=end).map(move |n| Line::create().number(n % end).text("x"));
    for end in [10, 25_000] {
        assert!(db.insert_stream(rows(end)).await.unwrap_err().is_unique_violation());
        assert_eq!(stored(&mut db).await, 0);
    }
    // Inside of a transaction it is as if nothing had been tried.
    let mut transaction = db.begin().await.unwrap();
    transaction.insert(Line::create().number(-1).text("before")).await.unwrap();
    assert!(transaction.insert_stream(rows(25_000)).await.unwrap_err().is_unique_violation());
    assert_eq!(
        transaction.insert_stream((0..25_000).map(|n| Line::create().number(n).text("x"))).await.unwrap(),
        25_000,
    );
    transaction.commit().await.unwrap();
    assert_eq!(stored(&mut db).await, 25_001);
}

#[derive(Debug)]
enum Failure {
    Mine(i64),
    Piton(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Piton(error)
    }
}

#[tokio::test]
async fn a_stream_that_fails_inserts_nothing_and_returns_its_error() {
    let (_database, mut db) = tables().await;
    for (end, fails) in [(10, 5), (30_000, 25_000)] {
        let stream = lines(end, |number| match number == fails {
            true => Err(Failure::Mine(number)),
            false => Ok(Line::create().number(number).text("x")),
        });
        let error = db.try_insert_stream(stream).await.unwrap_err();
        assert!(matches!(error, Failure::Mine(number) if number == fails), "{error:?}");
        assert_eq!(stored(&mut db).await, 0);
    }
    let twice = [1, 1].map(|number| Ok::<_, Failure>(Line::create().number(number).text("x")));
    let error = db.try_insert_stream(twice).await.unwrap_err();
    assert!(matches!(error, Failure::Piton(error) if error.is_unique_violation()));
    let good = [1, 2].map(|number| Ok::<_, Error>(Line::create().number(number).text("x")));
    assert_eq!(db.try_insert_stream(good).await.unwrap(), 2);
}

#[tokio::test]
async fn a_future_that_is_dropped_has_inserted_nothing() {
    let (_database, mut db) = tables().await;
    let produced = AtomicU64::new(0);
    {
        let rows = lines(i64::MAX, |number| {
            produced.fetch_add(1, Relaxed);
            Line::create().number(number).text("x")
        });
        let mut insert = std::pin::pin!(db.insert_stream(rows));
        std::future::poll_fn(|context| {
            let poll = insert.as_mut().poll(context);
            assert!(poll.is_pending());
            if produced.load(Relaxed) > 25_000 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
    assert_eq!(stored(&mut db).await, 0);
    assert_eq!(db.insert_stream([Line::create().number(1).text("x")]).await.unwrap(), 1);
}

#[tokio::test]
async fn the_verb_runs_on_a_pool_and_can_be_spawned() {
    let (database, mut db) = tables().await;
    let pool = Pool::connect(database.url()).await.unwrap();
    let produced = Arc::new(AtomicU64::new(0));
    let counted = produced.clone();
    let task = tokio::spawn(async move {
        let rows = lines(20_001, move |number| {
            counted.fetch_add(1, Relaxed);
            Line::create().number(number).text("x")
        });
        pool.insert_stream(rows).await.unwrap()
            + pool.insert_stream([Line::create().number(0).text("x")]).await.unwrap()
    });
    assert_eq!(task.await.unwrap(), 20_002);
    assert_eq!(produced.load(Relaxed), 20_001);
    assert_eq!(stored(&mut db).await, 20_002);
}
