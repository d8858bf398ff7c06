//! Connections that keep no statement prepared: each is prepared without a name in the round trip that executes it.

use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::{all, statement_with};
use piton::connection::Config;
use piton::prelude::*;
use piton::testing::Database;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(PgEnum, Clone, Copy, Debug, PartialEq)]
enum Mood {
    Happy,
    Sad,
}

async fn unnamed(database: &Database) -> Result<Connection> {
    Ok(Connection::connect_with(Config::from(database.config()).statement_capacity(0)).await?)
}

async fn named(db: &mut Connection) -> Result<i64> {
    Ok(sql!("SELECT count(*) FROM pg_prepared_statements").one(db).await?)
}

#[tokio::test]
async fn every_statement_is_one_round_trip_and_none_stays() -> Result {
    let database = Database::create()?;
    let mut db = unnamed(&database).await?;
    for n in 0..3 {
        let before = db.counters();
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&mut db).await?, n);
        let after = db.counters();
        assert_eq!((after.round_trips, after.prepared), (before.round_trips + 1, before.prepared + 1));
    }
    // The same statement and another, in one flight, and each on its own.
    let query = |n: i32| sql!("SELECT {n}").piped().one::<i32>();
    let trips = db.counters().round_trips;
    let both = db.pipeline((query(1), query(2), sql!("SELECT 'text'").piped().one::<String>(), query(3)));
    assert_eq!(both.await?, (1, 2, "text".into(), 3));
    assert_eq!(db.counters().round_trips, trips + 1);
    let each = db.pipeline_each(vec![query(1), sql!("SELECT 1 / {}", 0).piped().one(), query(3)]).await;
    assert_eq!(each.into_iter().map(std::result::Result::ok).collect::<Vec<_>>(), [Some(1), None, Some(3)]);
    assert_eq!(db.counters().round_trips, trips + 2);

    let mut rows = sql!("SELECT generate_series(1, 5)").stream::<i32>(&mut db);
    assert_eq!(rows.try_next().await?, Some(1));
    drop(rows);
    let mut tx = db.begin().await?;
    assert_eq!(sql!("SELECT 7").one::<i32, _>(&mut tx).await?, 7);
    tx.commit().await?;
    let mut rows = sql!("SELECT generate_series(1, 5)").copy_out::<i32>(&mut db).await?;
    let mut sum = 0;
    while let Some(n) = rows.try_next().await? {
        sum += n;
    }
    assert_eq!(sum, 15);
    assert_eq!(named(&mut db).await?, 0);
    Ok(())
}

#[tokio::test]
async fn columns_are_compared_each_time() -> Result {
    let database = Database::create()?;
    let mut db = unnamed(&database).await?;
    db.batch("CREATE TABLE t (n int4); INSERT INTO t VALUES (1)").await?;
    assert_eq!(sql!("SELECT * FROM t").all::<i32, _>(&mut db).await?, [1]);
    // What the server does not complain about, because it plans anew.
    db.batch("ALTER TABLE t ALTER n TYPE text").await?;
    let error = sql!("SELECT * FROM t").all::<i32, _>(&mut db).await.unwrap_err();
    assert!(error.is_type_mismatch(), "{error}");
    assert_eq!(sql!("SELECT * FROM t").all::<String, _>(&mut db).await?, ["1"]);
    db.batch("ALTER TABLE t ADD m int4").await?;
    assert!(sql!("SELECT * FROM t").all::<String, _>(&mut db).await.unwrap_err().is_type_mismatch());
    Ok(())
}

#[tokio::test]
async fn types_of_the_database_are_looked_up_and_made_again() -> Result {
    let database = Database::create()?;
    let mut db = unnamed(&database).await?;
    for _ in 0..2 {
        db.batch("DROP TYPE IF EXISTS mood; CREATE TYPE mood AS ENUM ('happy', 'sad')").await?;
        for mood in [Mood::Happy, Mood::Sad] {
            let same = statement_with("SELECT ", &mood, "");
            assert_eq!(all::<Mood>(&mut db, &same).await?, [mood]);
        }
    }
    assert_eq!(named(&mut db).await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_failed_or_dropped_statement_leaves_nothing() -> Result {
    let database = Database::create()?;
    let mut db = connect(&database, 7).await?;
    db.set_statement_capacity(0);
    let mut cases = 0;
    for polls in 0.. {
        let query =
            sql!("SELECT i, 'text' FROM generate_series(1, {}) i", 3).all::<(i32, String), _>(&mut db);
        let done = poll_at_most(polls, query).await;
        let own = polls as i64;
        assert_eq!(sql!("SELECT {own}").one::<i64, _>(&mut db).await?, own);
        assert!(sql!("SELECT {} FROM nowhere", 1).execute(&mut db).await.is_err());
        assert!(sql!("SELECT 1 / {}", 0).execute(&mut db).await.is_err());
        cases += 1;
        if let Some(done) = done {
            assert_eq!(done?.len(), 3);
            break;
        }
    }
    assert!(cases > 20, "only {cases} cases");
    assert_eq!(named(&mut db).await?, 0);
    Ok(())
}

#[tokio::test]
async fn it_can_be_said_at_any_time() -> Result {
    let database = Database::create()?;
    let mut db = Connection::connect_with(database.config()).await?;
    for n in 0..3 {
        assert_eq!(sql!("SELECT {n}").one::<i32, _>(&mut db).await?, n);
    }
    assert_eq!(named(&mut db).await?, 2);
    // One is being prepared and nobody waits for it.
    drop(poll_at_most(1, sql!("SELECT 'dropped'").one::<String, _>(&mut db)).await);
    db.set_statement_capacity(0);
    assert_eq!(sql!("SELECT {}", 9).one::<i32, _>(&mut db).await?, 9);
    assert_eq!(named(&mut db).await?, 0);
    db.set_statement_capacity(10);
    assert_eq!(sql!("SELECT {}", 9).one::<i32, _>(&mut db).await?, 9);
    assert_eq!(named(&mut db).await?, 2);

    let pool = Pool::builder().max_size(1).statement_capacity(0).connect(database.url()).await?;
    assert_eq!(sql!("SELECT count(*) FROM pg_prepared_statements").one::<i64, _>(&pool).await?, 0);
    let mut url = database.url().to_owned();
    url.push_str(if url.contains('?') { "&" } else { "?" });
    url.push_str("statement_capacity=0");
    assert_eq!(named(&mut Connection::connect(&url).await?).await?, 0);
    let error = "host=/tmp statement_capacity=many".parse::<Config>().unwrap_err();
    assert!(error.to_string().ends_with("statement_capacity: it is not a number"), "{error}");
    Ok(())
}
