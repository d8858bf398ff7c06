//! Streams whose rows the server hands out in parts, and limits of what is kept in memory.

use dsl_tests::dropping::connect;
use dsl_tests::fake::{self, frame};
use dsl_tests::language::{empty, run};
use dsl_tests::{all, statement};
use piton::connection::{RowStream, TransactionStatus};
use piton::prelude::*;
use piton::testing::Database;
use piton::value::Row;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

fn stream<'c, R: Row>(db: &'c mut Connection, sql: &'static str, part: u32) -> RowStream<'c, R> {
    db.stream::<R>(statement(sql), R::describe).fetch_size(part)
}

#[tokio::test]
async fn every_row_comes_once_whatever_the_size_of_the_parts() -> Result {
    let (_database, mut db) = empty().await;
    for part in [1, 2, 3, 99, 100, 101, 1000, u32::MAX] {
        let before = db.counters();
        let mut rows =
            stream::<(i32, String)>(&mut db, "SELECT i, i::text FROM generate_series(1, 100) i", part);
        for expected in 1..=100 {
            assert_eq!(rows.try_next().await?, Some((expected, expected.to_string())), "in parts of {part}");
        }
        assert_eq!(rows.try_next().await?, None);
        assert_eq!(rows.try_next().await?, None);
        // A part that is full does not say that it was the last.
        let parts = u64::from(100 / part) + 1;
        assert_eq!(db.counters().round_trips - before.round_trips, parts, "in parts of {part}");
        assert_eq!(all::<i32>(&mut db, &statement("SELECT 42")).await?, [42]);
    }
    // No row at all.
    assert_eq!(stream::<i32>(&mut db, "SELECT 1 WHERE false", 10).try_next().await?, None);
    Ok(())
}

#[tokio::test]
async fn who_stops_early_leaves_no_more_than_a_part() -> Result {
    let (_database, mut db) = empty().await;
    for taken in [0, 1, 5, 9, 10, 11, 25] {
        let before = db.counters().bytes_received;
        let mut rows =
            stream::<String>(&mut db, "SELECT repeat('x', 1000) FROM generate_series(1, 100000)", 10);
        for _ in 0..taken {
            assert!(rows.try_next().await?.is_some());
        }
        drop(rows);
        assert_eq!(all::<i32>(&mut db, &statement("SELECT 42")).await?, [42]);
        let read = db.counters().bytes_received - before;
        assert!(read < (taken + 20) * 1100, "{read} bytes for {taken} rows");
        assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    }
    Ok(())
}

#[tokio::test]
async fn dropped_after_any_poll_the_connection_is_as_it_was() -> Result {
    let database = Database::create()?;
    let mut db = connect(&database, 5).await?;
    let mut cases = 0;
    for polls in 0..400 {
        let mut rows = stream::<i32>(&mut db, "SELECT generate_series(1, 12)", 5);
        let mut seen = Vec::new();
        let collect = async {
            while let Some(row) = rows.try_next().await? {
                seen.push(row);
            }
            Ok::<_, piton::Error>(())
        };
        let ended = dsl_tests::dropping::poll_at_most(polls, collect).await;
        drop(rows);
        assert_eq!(seen, (1..=seen.len() as i32).collect::<Vec<_>>());
        assert_eq!(all::<i32>(&mut db, &statement("SELECT 42")).await?, [42], "after {polls} polls");
        cases += 1;
        if let Some(ended) = ended {
            ended?;
            assert_eq!(seen.len(), 12);
            break;
        }
    }
    assert!(cases > 40, "only {cases} cases");
    Ok(())
}

#[tokio::test]
async fn an_error_in_any_part_ends_it() -> Result {
    let (_database, mut db) = empty().await;
    for failing in [1, 2, 3, 4, 5, 6] {
        let sql = format!("SELECT 1 / (i - {failing}) FROM generate_series(1, 7) i");
        let mut rows = sql!("{}", trusted(&*sql)).stream::<i32>(&mut db).fetch_size(2);
        for _ in 1..failing {
            assert!(rows.try_next().await?.is_some());
        }
        let error = rows.try_next().await.unwrap_err();
        assert_eq!((error.sqlstate().map(|state| state.code()), error.sql()), (Some("22012"), Some(&*sql)));
        assert_eq!(rows.try_next().await?, None);
        assert_eq!(all::<i32>(&mut db, &statement("SELECT 42")).await?, [42]);
    }
    // What cannot be decoded, what does not fit, and what cannot be prepared.
    let mut rows =
        stream::<i32>(&mut db, "SELECT CASE WHEN i < 4 THEN i END FROM generate_series(1, 9) i", 2);
    for expected in 1..4 {
        assert_eq!(rows.try_next().await?, Some(expected));
    }
    assert!(rows.try_next().await.is_err());
    drop(rows);
    assert!(
        stream::<String>(&mut db, "SELECT generate_series(1, 9)", 2)
            .try_next()
            .await
            .unwrap_err()
            .is_type_mismatch()
    );
    assert!(stream::<i32>(&mut db, "SELECT nowhere", 2).try_next().await.is_err());
    run(&mut db, "CREATE TABLE t (n int4)").await;
    for copy in ["COPY t FROM STDIN", "COPY t TO STDOUT"] {
        assert!(stream::<i32>(&mut db, copy, 2).try_next().await.is_err());
        assert_eq!(all::<i32>(&mut db, &statement("SELECT 42")).await?, [42]);
    }
    Ok(())
}

#[tokio::test]
async fn inside_of_a_transaction_and_with_statements_between_the_parts_of_others() -> Result {
    let (database, mut db) = empty().await;
    run(&mut db, "CREATE TABLE t (n int4)").await;
    let mut transaction = db.begin().await?;
    let query = || sql!("INSERT INTO t SELECT generate_series(1, 10) RETURNING n");
    let mut rows = query().stream::<i32>(&mut transaction).fetch_size(3);
    assert_eq!(rows.try_next().await?, Some(1));
    drop(rows);
    assert_eq!(transaction.status(), TransactionStatus::Active);
    assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut transaction).await?, 10);
    transaction.rollback().await?;
    assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut db).await?, 0);
    // A statement that the server forgot is prepared again, as for any other query.
    let numbers = "SELECT generate_series(1, 5)";
    for _ in 0..2 {
        let mut rows = stream::<i32>(&mut db, numbers, 2);
        while rows.try_next().await?.is_some() {}
        run(&mut db, "DISCARD PLANS").await;
        sql!("DEALLOCATE ALL").execute(&mut db).await?;
    }
    // A pool lends it again.
    let pool = Pool::builder().max_size(1).connect(database.url()).await?;
    for _ in 0..3 {
        let mut connection = pool.acquire().await?;
        let mut rows =
            sql!("SELECT generate_series(1, 1000000)").stream::<i32>(&mut connection).fetch_size(10);
        assert_eq!(rows.try_next().await?, Some(1));
        drop(rows);
        drop(connection);
        assert_eq!(sql!("SELECT 1").one::<i32, _>(&pool).await?, 1);
    }
    assert_eq!((pool.status().opened, pool.status().closed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_server_that_suspends_what_nobody_divided_breaks_the_protocol() -> Result {
    let prepared =
        [frame(b'1', b""), frame(b't', &[0, 0]), fake::description(&[("n", 23)]), frame(b'2', b"")].concat();
    for part in [0, 3] {
        let (near, far) = tokio::io::duplex(1 << 16);
        let suspended = [prepared.clone(), frame(b's', b"")].concat();
        tokio::spawn(fake::serve(far, vec![fake::welcome().concat(), suspended, Vec::new()]));
        let mut config = tokio_postgres::Config::new();
        config.user("user");
        let mut db = Connection::from_stream(near, config).await?;
        // The fake server waits for a `Sync`, which a portal sends only at its end: so nothing comes, or the end.
        let row = stream::<i32>(&mut db, "SELECT n", part).try_next().await;
        assert!(row.unwrap_err().is_closed());
        assert!(db.is_closed());
    }
    Ok(())
}

#[tokio::test]
async fn rows_that_are_too_long_end_the_connection_before_they_are_kept() -> Result {
    let (database, mut db) = empty().await;
    db.set_row_limit(1_000_000);
    let text = |length: i32| sql!("SELECT repeat('x', {length})");
    assert_eq!(text(900_000).one::<String, _>(&mut db).await?.len(), 900_000);
    let before = db.counters().bytes_received;
    let error = text(50_000_000).one::<String, _>(&mut db).await.unwrap_err();
    assert!(error.is_too_large() && error.is_closed() && error.sql().is_some());
    assert_eq!(error.to_string(), "a row is longer than the limit of 1000000 bytes");
    assert!(db.counters().bytes_received - before < 200_000, "it is not read");
    assert!(db.is_closed());
    // Without a limit there is none.
    let mut db = Connection::connect(database.url()).await?;
    assert_eq!(text(50_000_000).one::<String, _>(&mut db).await?.len(), 50_000_000);
    Ok(())
}

#[tokio::test]
async fn results_that_are_too_large_are_refused_and_the_connection_goes_on() -> Result {
    let (database, mut db) = empty().await;
    db.set_result_limit(100_000);
    let rows = |count: i32| sql!("SELECT repeat('x', 1000) FROM generate_series(1, {count})");
    assert_eq!(rows(90).all::<String, _>(&mut db).await?.len(), 90);
    for count in [110, 10_000] {
        let error = rows(count).all::<String, _>(&mut db).await.unwrap_err();
        assert!(error.is_too_large() && !error.is_closed() && error.sql().is_some());
        assert_eq!(error.to_string(), "the rows of the statement are more than the limit of 100000 bytes");
        assert_eq!(rows(90).all::<String, _>(&mut db).await?.len(), 90);
    }
    // One row at a time is kept.
    let mut stream = rows(10_000).stream::<String>(&mut db);
    let mut count = 0;
    while stream.try_next().await?.is_some() {
        count += 1;
    }
    assert_eq!(count, 10_000);
    // Of several statements each has the limit.
    let (a, b) = db.pipeline((rows(90).piped().all::<String>(), rows(90).piped().all::<String>())).await?;
    assert_eq!((a.len(), b.len()), (90, 90));
    let results =
        db.pipeline_each((rows(90).piped().all::<String>(), rows(200).piped().all::<String>())).await;
    assert_eq!(results.0?.len(), 90);
    assert!(results.1.unwrap_err().is_too_large());
    // And those that share a connection.
    let pool = Pool::builder()
        .max_size(1)
        .after_connect(|connection| {
            Box::pin(async move {
                connection.set_result_limit(100_000);
                Ok(())
            })
        })
        .connect(database.url())
        .await?;
    run(
        &mut db,
        "CREATE TABLE person AS SELECT i AS id, repeat('x', 1000) AS name FROM generate_series(1, 500) i",
    )
    .await;
    let names = |count: i32| select(Person::name).filter(Person::id.le(count)).all(&pool);
    let (a, b, c) = tokio::join!(names(90), names(400), names(90));
    assert_eq!((a?.len(), c?.len()), (90, 90));
    assert!(b.unwrap_err().is_too_large());
    Ok(())
}

#[tokio::test]
async fn a_transaction_is_undone_while_a_portal_is_open() -> Result {
    let (database, mut db) = empty().await;
    for read in [0, 1, 3, 4] {
        for explicit in [true, false] {
            let mut tx = db.begin().await?;
            let sql = "SELECT i FROM generate_series(1, 100) i";
            let mut rows = tx.stream::<i32>(statement(sql), i32::describe).fetch_size(3);
            for _ in 0..read {
                rows.try_next().await?;
            }
            drop(rows);
            if explicit {
                tx.rollback().await?;
            } else {
                drop(tx);
            }
            assert_eq!(all::<i32>(&mut db, &statement("SELECT 42")).await?, [42], "{read} rows read");
            assert_eq!(db.transaction_status(), TransactionStatus::Idle);
        }
    }
    // A savepoint alone.
    let mut tx = db.begin().await?;
    let mut inner = tx.begin().await?;
    let mut rows = inner
        .stream::<i32>(statement("SELECT i FROM generate_series(1, 100) i"), i32::describe)
        .fetch_size(3);
    rows.try_next().await?;
    drop(rows);
    inner.rollback().await?;
    assert_eq!(sql!("SELECT 42").one::<i32, _>(&mut tx).await?, 42);
    tx.commit().await?;
    drop(database);
    Ok(())
}

#[derive(Table, Debug)]
struct Person {
    #[column(primary_key)]
    id: i32,
    name: String,
}
