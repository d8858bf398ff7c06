//! `LISTEN` and `NOTIFY`: what arrives, in which order, and what is said of what does not.

use std::time::Duration;

use dsl_tests::dropping::{connect, poll_at_most};
use dsl_tests::fake::{frame, ready, serve, welcome};
use piton::prelude::*;
use piton::testing::Database;
use tokio_postgres::Config;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

async fn pair() -> Result<(Database, Connection, Connection)> {
    let database = Database::create()?;
    let one = Connection::connect(database.url()).await?;
    let two = Connection::connect(database.url()).await?;
    Ok((database, one, two))
}

async fn payload(db: &mut Connection) -> Result<String> {
    let next =
        tokio::time::timeout(Duration::from_secs(10), async { db.notifications().next().await }).await?;
    Ok(next?.payload)
}

#[tokio::test]
async fn what_is_notified_arrives_in_order() -> Result {
    let (_database, mut listener, mut sender) = pair().await?;
    let mut notifications = listener.listen(&["one", "two"]).await?;
    assert!(notifications.try_next()?.is_none());
    for n in 0..5 {
        sender.notify(if n % 2 == 0 { "one" } else { "two" }, &n.to_string()).await?;
    }
    sender.notify("three", "nobody listens").await?;
    for n in 0..5 {
        let next = notifications.next().await?;
        assert_eq!(next.payload, n.to_string());
        assert_eq!(next.channel, if n % 2 == 0 { "one" } else { "two" });
        assert_eq!(next.process_id, sender.process_id());
    }
    // One that waits before it is sent.
    let (next, sent) = tokio::join!(notifications.next(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        sender.notify("two", "").await
    });
    sent?;
    assert_eq!(next?.payload, "");
    assert!(notifications.try_next()?.is_none());
    // No more of one of them.
    listener.unlisten(&["one"]).await?;
    sender.notify("one", "late").await?;
    sender.notify("two", "in time").await?;
    assert_eq!(payload(&mut listener).await?, "in time");
    Ok(())
}

#[tokio::test]
async fn what_arrives_while_something_else_is_done_is_kept() -> Result {
    let (_database, mut db, mut sender) = pair().await?;
    drop(db.listen(&["c"]).await?);
    // By itself, between rows, in a transaction of its own.
    db.notify("c", "1").await?;
    sender.notify("c", "2").await?;
    assert_eq!(sql!("SELECT i FROM generate_series(1, 10000) i").all::<i32, _>(&mut db).await?.len(), 10_000);
    let mut tx = db.begin().await?;
    tx.notify("c", "3").await?;
    sender.notify("c", "4").await?;
    sql!("SELECT 1").one::<i32, _>(&mut tx).await?;
    tx.commit().await?;
    let mut tx = db.begin().await?;
    tx.notify("c", "rolled back").await?;
    drop(tx);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(payload(&mut db).await?);
    }
    seen.sort();
    assert_eq!(seen, ["1", "2", "3", "4"]);
    assert!(db.notifications().try_next()?.is_none());
    Ok(())
}

#[tokio::test]
async fn names_and_payloads_may_be_anything() -> Result {
    let (_database, mut db, mut sender) = pair().await?;
    let longest = "x".repeat(63);
    for name in ["Upper", "two words", "a\"b", "a'b", "; DROP TABLE t; --", "$$", "ä€", "select", &longest]
    {
        drop(db.listen(&[name]).await?);
        let text = format!("'\"\\ {name}");
        sender.notify(name, &text).await?;
        let next = db.notifications().next().await?;
        assert_eq!((next.channel.as_str(), next.payload), (name, text));
        db.unlisten(&[name]).await?;
    }
    let before = db.counters();
    let too_long = "x".repeat(64);
    for name in ["", "a\0b", &too_long] {
        for error in [
            db.listen(&["fine", name]).await.err(),
            db.unlisten(&[name]).await.err(),
            db.notify(name, "").await.err(),
        ] {
            assert!(error.is_some_and(|error| error.to_string().contains("channel")), "{name:?}");
        }
    }
    assert_eq!(db.counters(), before);
    assert!(db.notify("fine", &"x".repeat(8000)).await.is_err());
    assert!(db.notify("fine", "a\0b").await.is_err());
    assert!(db.listen(&[]).await?.try_next()?.is_none());
    Ok(())
}

#[tokio::test]
async fn what_does_not_fit_is_said_to_be_lost() -> Result {
    let (_database, mut db, mut sender) = pair().await?;
    db.set_notification_capacity(3);
    drop(db.listen(&["c"]).await?);
    for n in 0..10 {
        sender.notify("c", &n.to_string()).await?;
    }
    assert_eq!(sql!("SELECT pg_sleep(0.05)::text").all::<String, _>(&mut db).await?.len(), 1);
    let error = db.notifications().next().await.unwrap_err();
    assert_eq!(error.lost_notifications(), Some(7));
    assert!(!error.is_closed());
    for n in 7..10 {
        assert_eq!(payload(&mut db).await?, n.to_string());
    }
    assert!(db.notifications().try_next()?.is_none());
    Ok(())
}

#[tokio::test]
async fn a_dropped_future_loses_none() -> Result {
    let database = Database::create()?;
    let mut sender = Connection::connect(database.url()).await?;
    let mut db = connect(&database, 3).await?;
    for polls in 0.. {
        let ended = poll_at_most(polls, async { db.listen(&["c"]).await.map(drop) }).await;
        assert_eq!(sql!("SELECT 7").one::<i32, _>(&mut db).await?, 7);
        if let Some(ended) = ended {
            ended?;
            break;
        }
    }
    for n in 0..20 {
        sender.notify("c", &n.to_string()).await?;
        let next = loop {
            if let Some(next) = poll_at_most(1, db.notifications().next()).await {
                break next?;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(next.payload, n.to_string());
        assert_eq!(sql!("SELECT 7").one::<i32, _>(&mut db).await?, 7);
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_that_ends_says_so() -> Result {
    let (_database, mut db, mut admin) = pair().await?;
    let pid = i32::try_from(db.process_id())?;
    let mut notifications = db.listen(&["c"]).await?;
    let (next, killed) = tokio::join!(notifications.next(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        sql!("SELECT pg_terminate_backend({pid})").one::<bool, _>(&mut admin).await
    });
    assert!(killed?);
    assert!(next.is_err_and(|error| error.is_closed()));
    assert!(notifications.next().await.is_err_and(|error| error.is_closed()));
    assert!(db.is_closed());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_server_cannot_fill_the_memory() -> Result {
    let (client, server) = tokio::io::duplex(64 * 1024);
    // Each is longer than a server allows.
    let long = frame(b'A', &[&[0, 0, 0, 7][..], b"channel\0", &[b'x'; 1_000_000][..], b"\0"].concat());
    tokio::spawn(serve(
        server,
        vec![welcome().concat(), [long.repeat(100), frame(b'C', b"LISTEN\0"), ready()].concat(), ready()],
    ));
    let mut config = Config::new();
    config.user("user");
    let mut db = Connection::from_stream(client, &config).await?;
    let mut notifications = db.listen(&["channel"]).await?;
    let error = notifications.next().await.unwrap_err();
    assert!(error.lost_notifications().is_some_and(|lost| lost > 90));
    let mut kept = 0;
    while notifications.try_next()?.is_some() {
        kept += 1;
    }
    assert!((1..10).contains(&kept), "{kept}");
    Ok(())
}
