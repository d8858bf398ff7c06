//! A COPY, dropped after every number of polls: its rows are all there or none is, and the next statement is right.

use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::statement;
use piton::connection::TransactionStatus;
use piton::prelude::*;
use piton::testing::Database;
use piton::value::Row;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn table(step: usize) -> Result<(Database, Connection)> {
    let database = Database::create()?;
    let mut db = connect(&database, step).await?;
    db.batch("CREATE TABLE t (a int4 CHECK (a > 0))").await?;
    Ok((database, db))
}

/// The next user of the connection, who finds these rows.
async fn next(db: &mut Connection) -> Result<Vec<i32>> {
    let rows = sql!("DELETE FROM t RETURNING a").all::<i32, _>(&mut *db).await?;
    assert_eq!(db.transaction_status(), TransactionStatus::Idle);
    assert!(!db.is_busy());
    Ok(rows)
}

async fn text(db: &mut Connection) -> std::result::Result<(), piton::Error> {
    let mut copy = db.copy_in_raw(&statement("COPY t FROM STDIN")).await?;
    copy.send(b"1\n2\n").await?;
    copy.send(b"3\n").await?;
    assert_eq!(copy.finish().await?, 3);
    Ok(())
}

async fn binary(db: &mut Connection) -> std::result::Result<(), piton::Error> {
    let copy = statement("COPY t FROM STDIN (FORMAT binary)");
    let mut copy = db.copy_in_rows(&copy, &statement("SELECT a FROM t"), i32::describe).await?;
    for n in [1, 2, 3] {
        copy.row(|out| out.put_value(&n)).await?;
    }
    assert_eq!(copy.finish().await?, 3);
    Ok(())
}

async fn inside(db: &mut Connection) -> std::result::Result<(), piton::Error> {
    let mut tx = db.begin().await?;
    let mut copy = tx.copy_in_raw(&statement("COPY t FROM STDIN")).await?;
    copy.send(b"1\n2\n3\n").await?;
    copy.finish().await?;
    tx.commit().await
}

#[tokio::test]
async fn into_the_server() -> Result {
    for step in [1, 32] {
        let (_database, mut db) = table(step).await?;
        for way in 0..3 {
            for polls in 0.. {
                let ended = match way {
                    0 => poll_at_most(polls, text(&mut db)).await,
                    1 => poll_at_most(polls, binary(&mut db)).await,
                    _ => poll_at_most(polls, inside(&mut db)).await,
                };
                let rows = next(&mut db).await?;
                assert!(rows == [1, 2, 3] || (rows.is_empty() && ended.is_none()), "{way} {polls} {rows:?}");
                if let Some(ended) = ended {
                    ended?;
                    println!("{step} bytes at a time, way {way}: {polls} cases");
                    break;
                }
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn that_the_server_refuses() -> Result {
    let (_database, mut db) = table(16).await?;
    for polls in 0.. {
        let work = async {
            let mut copy = db.copy_in_raw(&statement("COPY t FROM STDIN")).await?;
            copy.send(b"1\n-2\n3\n").await?;
            copy.finish().await
        };
        let ended = poll_at_most(polls, work).await;
        assert!(next(&mut db).await?.is_empty());
        if let Some(ended) = ended {
            assert!(ended.is_err());
            println!("{polls} cases");
            break;
        }
    }
    Ok(())
}

#[tokio::test]
async fn out_of_the_server() -> Result {
    for step in [1, 32] {
        let (_database, mut db) = table(step).await?;
        for polls in 0.. {
            let work = async {
                let mut rows = sql!("SELECT generate_series(1, 10)").copy_out::<i32>(&mut db).await?;
                let mut seen = Vec::new();
                while let Some(row) = rows.try_next().await? {
                    seen.push(row);
                }
                Ok::<_, piton::Error>(seen)
            };
            let ended = poll_at_most(polls, work).await;
            assert!(next(&mut db).await?.is_empty());
            assert_eq!(sql!("SELECT 7").all::<i32, _>(&mut db).await?, [7]);
            // So that the columns are asked for the next time.
            db.batch("DEALLOCATE ALL").await?;
            if let Some(seen) = ended {
                assert!(seen?.into_iter().eq(1..=10));
                println!("{step} bytes at a time: {polls} cases");
                break;
            }
        }
        // A future of `next` that is dropped loses no row.
        let mut rows = sql!("SELECT generate_series(1, 10)").copy_out::<i32>(&mut db).await?;
        let mut seen = Vec::new();
        loop {
            match poll_at_most(1, rows.try_next()).await {
                None => {}
                Some(row) => match row? {
                    Some(row) => seen.push(row),
                    None => break,
                },
            }
        }
        assert!(seen.into_iter().eq(1..=10));
    }
    Ok(())
}

#[tokio::test]
async fn of_megabytes() -> Result {
    let (_database, mut db) = table(10_000).await?;
    let block = b"1\n".repeat(500_000);
    for polls in [3, 10, 30, 100] {
        let work = async {
            let mut copy = db.copy_in_raw(&statement("COPY t FROM STDIN")).await?;
            copy.send(&block).await?;
            copy.finish().await
        };
        assert!(poll_at_most(polls, work).await.is_none());
        assert!(next(&mut db).await?.is_empty());
        let work = async {
            let mut rows = sql!("SELECT generate_series(1, 100000)").copy_out::<i32>(&mut db).await?;
            while rows.try_next().await?.is_some() {}
            Ok::<_, piton::Error>(())
        };
        assert!(poll_at_most(polls, work).await.is_none());
        assert!(next(&mut db).await?.is_empty());
    }
    Ok(())
}
