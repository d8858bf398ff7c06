//! Transactions whose `BEGIN` goes with their first statement.

use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::fake::{self, frame};
use dsl_tests::language::{Person, people, run};
use dsl_tests::sessions::becomes;
use piton::connection::{IsolationLevel, TransactionOptions, TransactionStatus};
use piton::prelude::*;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn begin(db: &mut Connection) -> Result<piton::connection::Transaction<'_>> {
    Ok(db.build_transaction().lazy().begin().await?)
}

async fn level(transaction: &mut piton::connection::Transaction<'_>) -> Result<String> {
    Ok(sql!("SELECT current_setting('transaction_isolation')").one(transaction).await?)
}

#[tokio::test]
async fn a_transaction_takes_a_round_trip_for_each_statement_and_one_for_its_end() -> Result {
    let (_database, mut db) = people().await;
    for round in 0..3 {
        let before = db.counters().round_trips;
        let mut transaction = begin(&mut db).await?;
        assert_eq!(transaction.status(), TransactionStatus::Active);
        let changed =
            update(Person).set(Person::age, 1).filter(Person::id.eq(1)).execute(&mut transaction).await?;
        assert_eq!(changed, 1);
        assert_eq!(transaction.status(), TransactionStatus::Active);
        assert_eq!(select(Person::age).filter(Person::id.eq(1)).one(&mut transaction).await?, 1);
        transaction.rollback().await?;
        assert_eq!(db.counters().round_trips - before, 3, "round {round}");
        assert_eq!(select(Person::age).filter(Person::id.eq(1)).one(&mut db).await?, 30);
    }
    // Closures begin in this way.
    let before = db.counters().round_trips;
    let name = db.transaction(async |transaction| select(Person::name).one(transaction).await).await?;
    assert_eq!((&*name, db.counters().round_trips - before), ("Alice", 2));
    let policy = piton::connection::RetryPolicy::new()
        .options(TransactionOptions::new().isolation_level(IsolationLevel::Serializable).read_only(true));
    let before = db.counters().round_trips;
    let found: String = db
        .transaction_with_retry(&policy, async |transaction| {
            sql!("SELECT current_setting('transaction_isolation')").one(transaction).await
        })
        .await?;
    assert_eq!((&*found, db.counters().round_trips - before), ("serializable", 2));
    Ok(())
}

#[tokio::test]
async fn a_transaction_without_a_statement_is_never_begun() -> Result {
    let (_database, mut db) = people().await;
    let before = db.counters().round_trips;
    begin(&mut db).await?.commit().await?;
    begin(&mut db).await?.rollback().await?;
    drop(begin(&mut db).await?);
    assert_eq!(select(Person::id).filter(Person::id.eq(1)).all(&mut db).await?, [1]);
    assert_eq!(db.counters().round_trips - before, 1);
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    Ok(())
}

#[tokio::test]
async fn whatever_is_executed_first_is_inside_of_it() -> Result {
    let (_database, mut db) = people().await;
    run(&mut db, "CREATE TABLE t (n int4)").await;
    let count = "SELECT count(*) FROM t";
    for (first, trips) in [
        ("statement", 1),
        ("pipeline", 1),
        ("stream", 1),
        ("parts", 2),
        ("each", 2),
        ("script", 2),
        ("savepoint", 4),
        ("copy", 2),
        ("within", 1),
    ] {
        // What is prepared is known.
        let insert = || sql!("INSERT INTO t VALUES (1) RETURNING n");
        insert().execute(&mut db).await?;
        run(&mut db, "TRUNCATE t").await;
        let before = db.counters().round_trips;
        let mut transaction =
            db.build_transaction().isolation_level(IsolationLevel::RepeatableRead).lazy().begin().await?;
        match first {
            "statement" => assert_eq!(insert().execute(&mut transaction).await?, 1),
            "pipeline" => {
                let both =
                    transaction.pipeline((insert().piped().execute(), insert().piped().execute())).await?;
                assert_eq!(both, (1, 1));
            }
            "stream" => {
                let mut rows = insert().stream::<i32>(&mut transaction);
                assert_eq!((rows.try_next().await?, rows.try_next().await?), (Some(1), None));
            }
            "parts" => {
                let mut rows = insert().stream::<i32>(&mut transaction).fetch_size(1);
                assert_eq!((rows.try_next().await?, rows.try_next().await?), (Some(1), None));
            }
            "each" => {
                let (one,) = transaction.pipeline_each((insert().piped().execute(),)).await;
                assert_eq!(one?, 1);
            }
            "script" => transaction.batch("INSERT INTO t VALUES (1)").await?,
            "savepoint" => {
                let mut inner = transaction.begin().await?;
                assert_eq!(insert().execute(&mut inner).await?, 1);
                inner.commit().await?;
            }
            "copy" => {
                let mut copy = transaction.copy_in_raw(&dsl_tests::statement("COPY t FROM STDIN")).await?;
                copy.send(b"1\n").await?;
                copy.finish().await?;
            }
            _ => {
                let limit = std::time::Duration::from_secs(5);
                assert_eq!(insert().execute(transaction.within(limit)).await?, 1);
            }
        }
        drop(transaction);
        db.settle().await?;
        assert_eq!(db.counters().round_trips - before, trips + 1, "{first}");
        assert_eq!(sql!("{}", trusted(count)).one::<i64, _>(&mut db).await?, 0, "{first} is rolled back");
    }
    let mut transaction =
        db.build_transaction().isolation_level(IsolationLevel::RepeatableRead).lazy().begin().await?;
    assert_eq!(level(&mut transaction).await?, "repeatable read");
    transaction.commit().await?;
    Ok(())
}

#[tokio::test]
async fn the_first_statement_can_fail_as_any_other() -> Result {
    let (_database, mut db) = people().await;
    let mut transaction = begin(&mut db).await?;
    let error = sql!("SELECT 1 / {}", 0).execute(&mut transaction).await.unwrap_err();
    assert_eq!(
        (error.sqlstate().map(|s| s.code().to_owned()).as_deref(), error.sql()),
        (Some("22012"), Some("SELECT 1 / $1"))
    );
    assert_eq!(error.statement_index(), None);
    assert_eq!(transaction.status(), TransactionStatus::Failed);
    assert!(transaction.commit().await.unwrap_err().is_rolled_back());
    // Of a pipeline it is counted as it was given.
    let mut transaction = begin(&mut db).await?;
    let failed = transaction.pipeline((select(Person::id), sql!("SELECT 1 / {}", 0).piped().execute())).await;
    assert_eq!(failed.unwrap_err().statement_index(), Some(1));
    drop(transaction);
    // What cannot be sent leaves the transaction as it was.
    let mut transaction = begin(&mut db).await?;
    assert!(sql!("SELECT {}", "with\0zero").execute(&mut transaction).await.is_err());
    assert_eq!(transaction.status(), TransactionStatus::Active);
    assert_eq!(select(Person::id).filter(Person::id.eq(1)).all(&mut transaction).await?, [1]);
    transaction.commit().await?;
    // Inside of a transaction nothing is sent twice.
    select(Person).all(&mut db).await?;
    sql!("DEALLOCATE ALL").execute(&mut db).await?;
    sql!("SELECT 1").execute(&mut db).await?;
    run(&mut db, "ALTER TABLE person ADD extra int4; ALTER TABLE person ALTER age TYPE int8").await;
    run(&mut db, "ALTER TABLE person ALTER age TYPE int4").await;
    Ok(())
}

#[tokio::test]
async fn dropped_after_any_poll_nothing_is_left_of_it() -> Result {
    let (database, mut admin) = people().await;
    run(&mut admin, "CREATE TABLE t (n int4)").await;
    let mut db = connect(&database, 9).await?;
    let mut cases = 0;
    for polls in 0..300 {
        let work = async {
            let mut transaction = db.build_transaction().lazy().begin().await?;
            sql!("INSERT INTO t VALUES ({})", 1).execute(&mut transaction).await?;
            sql!("INSERT INTO t VALUES ({})", 2).execute(&mut transaction).await?;
            transaction.rollback().await
        };
        let ended = poll_at_most(polls, work).await;
        cases += 1;
        assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut db).await?, 0, "after {polls} polls");
        assert_eq!(db.transaction_status(), TransactionStatus::Idle);
        assert!(!db.is_busy());
        if let Some(ended) = ended {
            ended?;
            break;
        }
    }
    assert!(cases > 20, "only {cases} cases");
    becomes(&mut admin, "state LIKE 'idle in transaction%'", 0).await;
    Ok(())
}

/// A server that says these things, one for each request.
async fn server(replies: Vec<Vec<u8>>) -> Result<Connection> {
    let (near, far) = tokio::io::duplex(1 << 16);
    tokio::spawn(fake::serve(far, [vec![fake::welcome().concat()], replies, vec![Vec::new()]].concat()));
    let mut config = tokio_postgres::Config::new();
    config.user("user");
    Ok(Connection::from_stream(near, config).await?)
}

#[tokio::test]
async fn a_begin_that_fails_keeps_the_statement_from_being_executed() -> Result {
    let refused = || [fake::error("ERROR", "0A000"), fake::ready()].concat();
    let late = [frame(b'1', b""), frame(b'2', b""), refused()].concat();
    for refused in [refused(), late] {
        let mut db = server(vec![refused.clone(), refused]).await?;
        let mut transaction = begin(&mut db).await?;
        // The server skips the statement, because both end with the same `Sync`.
        let error = sql!("INSERT INTO t VALUES (1)").execute(&mut transaction).await.unwrap_err();
        assert_eq!((error.sql(), error.statement_index()), (Some("BEGIN"), None));
        let again = sql!("INSERT INTO t VALUES (1)").execute(&mut transaction).await.unwrap_err();
        assert!(again.to_string().contains("was ended"), "{again}");
        drop(transaction);
        assert!(!db.is_busy() && !db.is_closed());
    }
    // Where it is sent before a script, it is the error of that.
    let mut db = server(vec![refused(), refused()]).await?;
    let mut transaction = begin(&mut db).await?;
    let error = transaction.batch("INSERT INTO t VALUES (1)").await.unwrap_err();
    drop(transaction);
    assert_eq!((error.sql(), db.counters().statements), (Some("BEGIN"), 1));
    Ok(())
}

#[tokio::test]
async fn an_answer_out_of_turn_ends_the_connection() -> Result {
    let begun = [frame(b'1', b""), frame(b'2', b""), frame(b'C', b"BEGIN\0")];
    for missing in 0..3 {
        let mut replies = begun.to_vec();
        replies.remove(missing);
        replies.extend([
            frame(b'1', b""),
            frame(b't', &[0, 0]),
            frame(b'n', b""),
            frame(b'2', b""),
            frame(b'C', b"INSERT 0 1\0"),
            frame(b'Z', b"T"),
        ]);
        let mut db = server(vec![replies.concat()]).await?;
        let mut transaction = begin(&mut db).await?;
        assert!(
            sql!("INSERT INTO t VALUES (1)").execute(&mut transaction).await.unwrap_err().is_closed(),
            "{missing}"
        );
        drop(transaction);
        assert!(db.is_closed());
    }
    Ok(())
}
