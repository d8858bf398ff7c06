//! A server that says something else about transactions than what was done: nobody is inside of one unknowingly.

use std::future::Future;
use std::time::Duration;

use dsl_tests::fake::{description, error, frame, row, serve, welcome};
use piton::connection::Connection;
use piton::sql;
use tokio_postgres::Config;

fn done(tag: &str, status: &[u8]) -> Vec<u8> {
    [frame(b'C', format!("{tag}\0").as_bytes()), frame(b'Z', status)].concat()
}

fn failed(code: &str, status: &[u8]) -> Vec<u8> {
    [error("ERROR", code), frame(b'Z', status)].concat()
}

/// The answer to `SELECT 1`, the first time.
fn one(status: &[u8]) -> Vec<u8> {
    [
        frame(b'1', b""),
        frame(b't', &[0, 0]),
        description(&[("id", 23)]),
        frame(b'2', b""),
        row(&[&[0, 0, 0, 1]]),
        done("SELECT 1", status),
    ]
    .concat()
}

async fn connect(replies: Vec<Vec<u8>>) -> Connection {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let replies = [vec![welcome().concat()], replies, vec![Vec::new()]].concat();
    tokio::spawn(serve(server, replies));
    let mut config = Config::new();
    config.user("user");
    let connecting = Connection::from_stream(client, &config);
    tokio::time::timeout(Duration::from_secs(5), connecting).await.expect("no hang").expect("a connection")
}

async fn select(connection: &mut Connection) -> Result<i32, piton::Error> {
    sql!("SELECT 1").one::<i32, _>(connection).await
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_goes_on_after_its_end_ends_the_connection() {
    for status in [b"T", b"E"] {
        // After a commit.
        let mut db = connect(vec![done("BEGIN", b"T"), done("COMMIT", status), one(b"I")]).await;
        let error = db.begin().await.expect("a transaction").commit().await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert!(db.is_closed() && select(&mut db).await.is_err_and(|error| error.is_closed()));
        // After a rollback, awaited or not.
        for awaited in [true, false] {
            let mut db = connect(vec![done("BEGIN", b"T"), done("ROLLBACK", status), one(b"I")]).await;
            let tx = db.begin().await.expect("a transaction");
            if awaited {
                assert!(tx.rollback().await.is_err_and(|error| error.is_closed()));
            } else {
                drop(tx);
            }
            assert!(select(&mut db).await.is_err_and(|error| error.is_closed()));
            assert!(db.is_closed());
        }
        // After a rollback that failed.
        let mut db = connect(vec![done("BEGIN", b"T"), failed("XX000", status), one(b"I")]).await;
        drop(db.begin().await.expect("a transaction"));
        assert!(select(&mut db).await.is_err_and(|error| error.is_closed()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_did_not_begin_runs_nothing() {
    // The server says that it has begun one, and is not inside of one.
    let mut db = connect(vec![done("BEGIN", b"I"), one(b"I")]).await;
    let mut tx = db.begin().await.expect("a transaction");
    let error = sql!("SELECT 1").one::<i32, _>(&mut tx).await.unwrap_err();
    assert!(error.to_string().contains("ended by one of its statements"), "{error}");
    drop(tx);
    // Nothing has to be undone.
    assert_eq!(select(&mut db).await.expect("a row"), 1);
    // It refuses to begin one.
    let mut db = connect(vec![failed("25006", b"I"), one(b"I")]).await;
    let error = db.begin().await.unwrap_err();
    assert_eq!(error.sql(), Some("BEGIN"));
    assert_eq!(select(&mut db).await.expect("a row"), 1);
    // It refuses, and is inside of one.
    let mut db = connect(vec![failed("25006", b"E"), done("ROLLBACK", b"I"), one(b"I")]).await;
    assert!(db.begin().await.is_err());
    assert_eq!(select(&mut db).await.expect("a row"), 1);
}

#[tokio::test(start_paused = true)]
async fn the_tag_of_a_commit_decides() {
    for (reply, check) in [
        (done("COMMIT", b"I"), None),
        (done("ROLLBACK", b"I"), Some("rolled back")),
        (failed("40001", b"I"), Some("made up (40001)")),
        (error("FATAL", "57P01"), Some("not known whether")),
        (frame(b'C', b"COMMIT\0"), Some("not known whether")),
        (frame(b'Z', b"X"), Some("not known whether")),
        (row(&[b"x"]), Some("not known whether")),
        (Vec::new(), Some("not known whether")),
    ] {
        let is_end = reply.ends_with(&frame(b'Z', b"I"));
        let mut replies = vec![done("BEGIN", b"T"), reply.clone()];
        if is_end {
            replies.push(one(b"I"));
        }
        let mut db = connect(replies).await;
        let committed = db.begin().await.expect("a transaction").commit().await;
        match check {
            None => assert!(committed.is_ok()),
            Some(text) => {
                let error = committed.expect_err(text);
                assert!(error.to_string().contains(text), "{error}");
                assert_eq!(error.is_outcome_unknown(), !is_end);
                assert_eq!(error.is_retryable(), text.contains("40001"));
            }
        }
        assert_eq!(select(&mut db).await.is_ok(), is_end, "{reply:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_leaves_the_transaction_to_the_next_use() {
    // The answer to BEGIN comes when nobody waits for it any more.
    let mut db = connect(vec![done("BEGIN", b"T"), done("ROLLBACK", b"I"), one(b"I")]).await;
    {
        let mut begin = Box::pin(db.begin());
        let polled =
            std::future::poll_fn(|context| std::task::Poll::Ready(begin.as_mut().poll(context).is_ready()));
        assert!(!polled.await, "the answer cannot be there");
    }
    assert_eq!(select(&mut db).await.expect("a row"), 1);
    assert!(!db.is_busy());
}
