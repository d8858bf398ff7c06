//! COPY in both directions, raw and typed.

use std::time::Duration;

use dsl_tests::language::{Person, people, run};
use dsl_tests::{statement, statement_with};
use piton::connection::{Executor, TransactionStatus};
use piton::prelude::*;
use piton::sql::Statement;
use piton::testing::Database;
use piton::value::{Numeric, Row, Shape};
use tokio::io::AsyncWriteExt;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn table() -> Result<(Database, Connection)> {
    let database = Database::create()?;
    let mut db = Connection::connect(database.url()).await?;
    db.batch("CREATE TABLE t (a int4 CONSTRAINT positive CHECK (a > 0), b text)").await?;
    Ok((database, db))
}

type Pair = (i32, Option<String>);

fn pair(shape: &mut Shape) {
    Pair::describe(shape);
}

fn text() -> Statement {
    statement("COPY t FROM STDIN")
}

fn binary() -> Statement {
    statement("COPY t (a, b) FROM STDIN (FORMAT binary)")
}

fn like() -> Statement {
    statement("SELECT a, b FROM t")
}

async fn rows(db: &mut Connection) -> Result<Vec<Pair>> {
    Ok(sql!("SELECT a, b FROM t ORDER BY a").all(db).await?)
}

#[tokio::test]
async fn text_goes_in_and_out() -> Result {
    let (_database, mut db) = table().await?;
    let before = db.counters().round_trips;
    let mut copy = db.copy_in_raw(&text()).await?;
    assert_eq!((copy.columns(), copy.is_binary()), (2, false));
    copy.send(b"1\tone\n2\t\\N\n").await?;
    // Cut anywhere.
    copy.send(b"3\tth").await?;
    copy.send(b"ree\n").await?;
    copy.send(b"").await?;
    copy.write_all(b"4\tfour\n").await?;
    copy.flush().await?;
    copy.shutdown().await?;
    assert_eq!(copy.finish().await?, 4);
    assert_eq!(db.counters().round_trips, before + 1);
    let mut out = db.copy_out_raw(&statement("COPY (SELECT * FROM t ORDER BY a) TO STDOUT")).await?;
    assert_eq!((out.columns(), out.is_binary()), (2, false));
    let mut lines = Vec::new();
    while let Some(line) = out.next().await? {
        lines.push(String::from_utf8(line.to_vec())?);
    }
    assert_eq!(lines, ["1\tone\n", "2\t\\N\n", "3\tthree\n", "4\tfour\n"]);
    assert!(out.next().await?.is_none());
    assert!(!db.is_busy());
    // Nothing at all.
    assert_eq!(db.copy_in_raw(&text()).await?.finish().await?, 0);
    Ok(())
}

#[tokio::test]
async fn rows_go_in_and_out() -> Result {
    let (_database, mut db) = table().await?;
    for known in [false, true] {
        let before = db.counters().round_trips;
        let mut copy = db.copy_in_rows(&binary(), &like(), pair).await?;
        for (a, b) in [(1, Some("one")), (2, None), (3, Some(""))] {
            copy.row(|out| {
                out.put_value(&a)?;
                match b {
                    Some(b) => out.put_value(b),
                    None => {
                        out.put_null();
                        Ok(())
                    }
                }
            })
            .await?;
        }
        assert_eq!(copy.finish().await?, 3);
        // The table's columns are asked for once.
        assert_eq!(db.counters().round_trips, before + if known { 1 } else { 2 });
        let expected = [(1, Some("one".to_owned())), (2, None), (3, Some(String::new()))];
        assert_eq!(rows(&mut db).await?, expected);
        let mut out = sql!("SELECT a, b FROM t ORDER BY a -- a comment").copy_out::<Pair>(&mut db).await?;
        let mut seen = Vec::new();
        while let Some(row) = out.try_next().await? {
            seen.push(row);
        }
        assert_eq!(seen, expected);
        assert!(out.try_next().await?.is_none());
        run(&mut db, "TRUNCATE t").await;
    }
    // No rows.
    assert_eq!(db.copy_in_rows(&binary(), &like(), pair).await?.finish().await?, 0);
    let mut out = sql!("SELECT a, b FROM t").copy_out::<Pair>(&mut db).await?;
    assert!(out.try_next().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_query_is_copied_out_as_its_rows() -> Result {
    let (_database, mut db) = people().await;
    let query =
        || select((Person::name, Person::email)).order_by(Person::id).filter(Person::age.gt(constant(35)));
    let expected = query().all(&mut db).await?;
    assert_eq!(expected.len(), 2);
    let before = db.counters().round_trips;
    let mut out = query().copy_out(&mut db).await?;
    let mut seen = Vec::new();
    while let Some(row) = out.try_next().await? {
        seen.push(row);
    }
    assert_eq!(seen, expected);
    // Its columns are known from the last time.
    assert_eq!(db.counters().round_trips, before + 1);
    // Bound values have no place in it.
    let before = db.counters();
    let error = select(Person).filter(Person::age.gt(35)).copy_out(&mut db).await.unwrap_err();
    assert!(error.to_string().contains("COPY takes no parameters"), "{error}");
    assert!(error.sql().is_some_and(|sql| sql.contains("$1")));
    assert_eq!(db.counters(), before);
    // In a transaction, and dropped early.
    let mut tx = db.begin().await?;
    sql!("DELETE FROM person WHERE id = 1").execute(&mut tx).await?;
    let mut out = select(Person::id).order_by(Person::id).copy_out(&mut tx).await?;
    assert_eq!(out.try_next().await?, Some(2));
    drop(out);
    assert_eq!(select(Person::id).order_by(Person::id).all(&mut tx).await?, [2, 3]);
    drop(tx);
    assert_eq!(select(Person).all(&mut db).await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn every_type_is_the_same_as_without_copy() -> Result {
    let (_database, mut db) = table().await?;
    type All = (bool, i16, i64, f32, f64, Numeric, Vec<u8>, Vec<Option<i32>>, Option<String>, uuid::Uuid);
    let query = || {
        sql!(
            "SELECT i % 2 = 0 AS a, i::int2 AS b, i::int8 AS c, (i::float4 / 3)::float4 AS d, i::float8 / 3 AS e, \
             i::numeric / 7 AS f, decode(repeat('ab', i), 'hex') AS g, ARRAY[i, NULL] AS h, \
             nullif(i::text, '5') AS k, md5(i::text)::uuid AS l FROM generate_series(1, 50) i"
        )
    };
    let expected: Vec<All> = query().all(&mut db).await?;
    let mut out = query().copy_out::<All>(&mut db).await?;
    let mut seen = Vec::new();
    while let Some(row) = out.try_next().await? {
        seen.push(row);
    }
    assert_eq!(seen, expected);
    Ok(())
}

#[tokio::test]
async fn a_type_that_is_not_that_of_the_column_is_refused_before_a_row() -> Result {
    let (_database, mut db) = table().await?;
    run(&mut db, "CREATE TABLE u (a float4); INSERT INTO u VALUES (1)").await;
    // The bytes of a `float4` are as many as those of an `int4`.
    let error = sql!("SELECT a FROM u").copy_out::<i32>(&mut db).await.unwrap_err();
    assert!(error.is_type_mismatch(), "{error}");
    let copy = statement("COPY u FROM STDIN (FORMAT binary)");
    let error =
        db.copy_in_rows(&copy, &statement("SELECT a FROM u"), <i32 as Row>::describe).await.unwrap_err();
    assert!(error.is_type_mismatch(), "{error}");
    assert!(!db.is_busy());
    // Another number of columns, and another format.
    let error = db.copy_in_rows(&copy, &like(), pair).await.unwrap_err();
    assert!(error.to_string().contains("are 1, and those of its rows are 2"), "{error}");
    let error = db.copy_in_rows(&text(), &like(), pair).await.unwrap_err();
    assert!(error.to_string().contains("FORMAT binary"), "{error}");
    assert_eq!(sql!("SELECT count(*) FROM u").one::<i64, _>(&mut db).await?, 1);
    Ok(())
}

#[tokio::test]
async fn what_is_no_copy_is_refused_and_the_connection_lives_on() -> Result {
    let (_database, mut db) = table().await?;
    run(&mut db, "INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i").await;
    for sql in ["SELECT * FROM t", "", "UPDATE t SET b = 'y'", "COPY t TO STDOUT", "SELECT 1; SELECT 2"] {
        let error = db.copy_in_raw(&statement(sql)).await.unwrap_err();
        assert_eq!(error.to_string(), "the statement is not a COPY .. FROM STDIN", "{sql}");
        assert_eq!(error.sql(), Some(sql));
    }
    for sql in ["SELECT * FROM t", "", "COPY t FROM STDIN", "INSERT INTO t VALUES (5000)"] {
        let error = db.copy_out_raw(&statement(sql)).await.unwrap_err();
        assert_eq!(error.to_string(), "the statement is not a COPY .. TO STDOUT", "{sql}");
    }
    let error = db.copy_in_raw(&statement("COPY nowhere FROM STDIN")).await.unwrap_err();
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("42P01"));
    assert!(db.copy_out_raw(&statement("COPY nowhere TO STDOUT")).await.is_err());
    let error = db.copy_in_raw(&statement_with("COPY t FROM ", &1_i32, "")).await.unwrap_err();
    assert!(error.to_string().contains("COPY takes no parameters"), "{error}");
    // A second one in the same text gets no data.
    let copy = db.copy_in_raw(&statement("COPY t FROM STDIN; COPY t FROM STDIN")).await?;
    let error = copy.finish().await.unwrap_err();
    assert!(error.to_string().contains("COPY"), "{error}");
    assert_eq!(sql!("SELECT count(*) FROM t").one::<i64, _>(&mut db).await?, 1001);
    Ok(())
}

#[tokio::test]
async fn an_error_of_the_server_ends_the_sending_at_once() -> Result {
    let (_database, mut db) = table().await?;
    for wait in [false, true] {
        let mut copy = db.copy_in_raw(&text()).await?;
        copy.send(b"1\tone\n-1\tbad\n").await?;
        let block = b"2\ttwo\n".repeat(5000);
        let mut blocks = 0;
        let error = loop {
            if let Err(error) = copy.send(&block).await {
                break error;
            }
            blocks += 1;
            assert!(blocks < 10_000, "the error does not show");
            if wait {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert_eq!(error.constraint(), Some("positive"));
        assert!(error.sql().is_some_and(|sql| sql.starts_with("COPY t")));
        // It says so once, and is over.
        assert_eq!(copy.send(b"3\tthree\n").await.unwrap_err().to_string(), "the COPY is over");
        assert_eq!(copy.finish().await.unwrap_err().to_string(), "the COPY is over");
        assert!(rows(&mut db).await?.is_empty());
    }
    // At the end.
    let mut copy = db.copy_in_raw(&text()).await?;
    copy.send(b"1\tone\n-1\tbad\n").await?;
    assert_eq!(copy.finish().await.unwrap_err().constraint(), Some("positive"));
    assert!(rows(&mut db).await?.is_empty());
    // In the middle of rows that come.
    let mut out =
        sql!("SELECT 1 / (500 - i) FROM generate_series(1, 1000) i").copy_out::<i32>(&mut db).await?;
    let mut count = 0;
    let error = loop {
        match out.next().await {
            Some(Ok(_)) => count += 1,
            Some(Err(error)) => break error,
            None => return Err("there was no error".into()),
        }
    };
    assert_eq!(count, 499);
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("22012"));
    assert!(out.next().await.is_none());
    assert!(rows(&mut db).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_row_that_cannot_be_encoded_is_left_out() -> Result {
    let (_database, mut db) = table().await?;
    let mut copy = db.copy_in_rows(&binary(), &like(), pair).await?;
    for (n, text) in [(1, "one"), (2, "nul\0"), (3, "three")] {
        let sent = copy
            .row(|out| {
                out.put_value(&n)?;
                out.put_value(text)
            })
            .await;
        assert_eq!(sent.is_err(), text.contains('\0'));
    }
    assert_eq!(copy.finish().await?, 2);
    assert_eq!(rows(&mut db).await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_copy_that_is_not_finished_is_undone() -> Result {
    let (database, mut db) = table().await?;
    let mut watcher = Connection::connect(database.url()).await?;
    let mut copy = db.copy_in_raw(&text()).await?;
    copy.send(&b"1\tone\n".repeat(100_000)).await?;
    drop(copy);
    // The server is told without waiting for the next use.
    let busy = || {
        sql!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY%'"
        )
    };
    let mut left = 100;
    while busy().one::<i64, _>(&mut watcher).await? > 0 {
        left -= 1;
        assert!(left > 0, "the server still waits for data");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(rows(&mut db).await?.is_empty());
    // One that was forgotten.
    let mut copy = db.copy_in_raw(&text()).await?;
    copy.send(b"1\tone\n").await?;
    std::mem::forget(copy);
    assert!(rows(&mut db).await?.is_empty());
    // Inside of a transaction, both dropped and both forgotten.
    for forget in [false, true] {
        let mut tx = db.begin().await?;
        sql!("INSERT INTO t VALUES (7)").execute(&mut tx).await?;
        let mut copy = tx.copy_in_raw(&text()).await?;
        copy.send(b"1\tone\n").await?;
        if forget {
            std::mem::forget(copy);
            std::mem::forget(tx);
        } else {
            drop(copy);
            drop(tx);
        }
        assert!(rows(&mut db).await?.is_empty());
        assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    }
    // The transaction goes on after a savepoint around it.
    let mut tx = db.begin().await?;
    let mut savepoint = tx.begin().await?;
    drop(savepoint.copy_in_raw(&text()).await?);
    drop(savepoint);
    let mut copy = tx.copy_in_rows(&binary(), &like(), pair).await?;
    copy.row(|out| {
        out.put_value(&8)?;
        out.put_value("eight")
    })
    .await?;
    assert_eq!(copy.finish().await?, 1);
    tx.commit().await?;
    assert_eq!(rows(&mut db).await?, [(8, Some("eight".to_owned()))]);
    Ok(())
}

/// An enum of the database.
#[derive(PgEnum, Debug, PartialEq, Clone, Copy)]
enum Mood {
    Happy,
    Sad,
}

#[tokio::test]
async fn types_of_the_database_are_looked_up_before() -> Result {
    let (_database, mut db) = table().await?;
    run(&mut db, "CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE TABLE m (one mood, many mood[])").await;
    type Moods = (Mood, Option<Vec<Mood>>);
    let copy = statement("COPY m FROM STDIN (FORMAT binary)");
    let like = || statement("SELECT one, many FROM m");
    let mut rows = db.copy_in_rows(&copy, &like(), <Moods as Row>::describe).await?;
    // The first row with an array comes late.
    for n in 0..20_000 {
        rows.row(|out| {
            out.put_value(&Mood::Sad)?;
            if n < 19_999 {
                out.put_null();
                Ok(())
            } else {
                out.put_value(&vec![Mood::Happy, Mood::Sad])
            }
        })
        .await?;
    }
    assert_eq!(rows.finish().await?, 20_000);
    let mut out =
        sql!("SELECT one, many FROM m ORDER BY many NULLS FIRST").copy_out::<Moods>(&mut db).await?;
    let mut last = None;
    while let Some(row) = out.try_next().await? {
        last = Some(row);
    }
    assert_eq!(last, Some((Mood::Sad, Some(vec![Mood::Happy, Mood::Sad]))));
    Ok(())
}

#[tokio::test]
async fn both_sides_may_talk_at_once() -> Result {
    let (_database, mut db) = table().await?;
    // The server answers each row with a notice that is longer than the row.
    run(
        &mut db,
        "CREATE FUNCTION talk() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN RAISE NOTICE '%', repeat('x', 2000); RETURN NEW; END $$;
         CREATE TRIGGER talk BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION talk();",
    )
    .await;
    let send = async {
        let mut copy = db.copy_in_raw(&text()).await?;
        copy.send(&b"1\tsome text that is not too short\n".repeat(20_000)).await?;
        copy.finish().await
    };
    assert_eq!(tokio::time::timeout(Duration::from_secs(60), send).await??, 20_000);
    Ok(())
}

#[tokio::test]
async fn a_connection_that_is_killed_ends_a_copy() -> Result {
    let (database, mut admin) = table().await?;
    for out in [false, true] {
        let mut db = Connection::connect(database.url()).await?;
        let kill = statement_with("SELECT pg_terminate_backend(", &i32::try_from(db.process_id())?, ")");
        if out {
            let sql = sql!("SELECT i, repeat('x', 1000) FROM generate_series(1, 1000000) i");
            let mut rows = sql.copy_out::<(i32, String)>(&mut db).await?;
            rows.try_next().await?;
            admin.run(&kill, |_| (), &mut piton::connection::Discard).await?;
            let error = loop {
                if let Err(error) = rows.try_next().await {
                    break error;
                }
            };
            assert!(error.is_closed(), "{error}");
        } else {
            let mut copy = db.copy_in_raw(&text()).await?;
            admin.run(&kill, |_| (), &mut piton::connection::Discard).await?;
            let error = loop {
                if let Err(error) = copy.send(&b"1\tone\n".repeat(10_000)).await {
                    break error;
                }
            };
            assert!(error.is_closed(), "{error}");
        }
        assert!(db.is_closed());
    }
    Ok(())
}
