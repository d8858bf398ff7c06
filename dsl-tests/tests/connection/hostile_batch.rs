//! A server that breaks the protocol in the answer to several statements: no panic, no hang, no wrong row.

use std::time::Duration;

use dsl_tests::batch::Statements;
use dsl_tests::fake::{description, error, frame, ready, row, serve, welcome};
use dsl_tests::{all, statement};
use piton::connection::Connection;
use tokio_postgres::Config;

/// What the two statements of a batch are answered with the first time.
fn first() -> Vec<Vec<u8>> {
    let one = |n: u8| {
        [
            frame(b'1', b""),
            frame(b't', &[0, 0]),
            description(&[("id", 23)]),
            frame(b'2', b""),
            row(&[&[0, 0, 0, n]]),
            frame(b'C', b"SELECT 1\0"),
        ]
    };
    [one(1), one(2)].concat().into_iter().chain([ready()]).collect()
}

fn known() -> Vec<Vec<u8>> {
    let one = |n: u8| [frame(b'2', b""), row(&[&[0, 0, 0, n]]), frame(b'C', b"SELECT 1\0")];
    [one(3), one(4)].concat().into_iter().chain([ready()]).collect()
}

fn failing() -> Vec<Vec<u8>> {
    vec![
        frame(b'2', b""),
        row(&[&[0, 0, 0, 5]]),
        frame(b'C', b"SELECT 1\0"),
        frame(b'2', b""),
        row(&[&[0, 0, 0, 6]]),
        error("ERROR", "22012"),
        ready(),
    ]
}

fn session() -> Vec<Vec<Vec<u8>>> {
    vec![welcome(), first(), known(), failing(), known()]
}

/// The rows that each use of the batch saw, in the order in which they came.
fn right() -> Vec<Vec<i32>> {
    vec![vec![1, 2], vec![3, 4], vec![5, 6], vec![3, 4]]
}

#[derive(Debug)]
struct Seen {
    rows: Vec<Vec<i32>>,
    error: Option<piton::Error>,
    /// Which statement of the third use failed.
    failed: Option<usize>,
    closed: bool,
}

async fn play(replies: Vec<Vec<u8>>) -> Seen {
    play_through(64 * 1024, replies).await
}

async fn play_through(pipe: usize, replies: Vec<Vec<u8>>) -> Seen {
    let (client, server) = tokio::io::duplex(pipe);
    let server = tokio::spawn(serve(server, replies));
    let mut config = Config::new();
    config.user("user");
    let seen = tokio::time::timeout(Duration::from_secs(5), async {
        let mut seen = Seen { rows: Vec::new(), error: None, failed: None, closed: false };
        let mut connection = match Connection::from_stream(client, &config).await {
            Ok(connection) => connection,
            Err(error) => return Seen { error: Some(error), closed: true, ..seen },
        };
        for n in 0..4 {
            let mut batch = Statements::<i32>::new([statement("SELECT 1"), statement("SELECT 2")]);
            match batch.run(&mut connection).await {
                Ok(()) => assert_eq!(batch.done.len(), 2),
                // The third is answered with an error.
                Err(error) if n == 2 && !error.is_closed() => seen.failed = error.statement_index(),
                Err(error) => {
                    seen.error.get_or_insert(error);
                }
            }
            assert!(batch.done.iter().map(|(index, _)| *index).eq(0..batch.done.len()));
            seen.rows.push(batch.rows().concat());
        }
        seen.closed = connection.is_closed();
        seen
    })
    .await
    .expect("the client hangs");
    server.abort();
    seen
}

fn joined(session: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    session.iter().map(|messages| messages.concat()).collect()
}

/// No row that the server did not send, none out of order.
fn check_prefix(seen: &Seen, what: &str) {
    let right: Vec<i32> = right().concat();
    assert!(right.starts_with(&seen.rows.concat()), "{what}: {seen:?}");
    assert!(seen.error.is_some(), "{what}: no error");
    assert!(seen.closed, "{what}: {:?} leaves it open", seen.error);
}

#[tokio::test(start_paused = true)]
async fn a_session_is_the_same_in_pieces_of_any_size() {
    for pipe in (1..100).chain([1024]) {
        let seen = play_through(pipe, joined(&session())).await;
        assert_eq!(seen.rows, right(), "{pipe}");
        assert_eq!(seen.failed, Some(1));
        assert!(seen.error.is_none() && !seen.closed);
    }
}

#[tokio::test(start_paused = true)]
async fn every_message_out_of_turn_is_an_error() {
    let session = session();
    let mut cases = 0;
    for tag in (0..=255_u8).filter(|tag| !b"NSAE".contains(tag)) {
        for (i, messages) in session.iter().enumerate().skip(1) {
            for at in 0..=messages.len() {
                let mut changed = session.clone();
                changed[i].insert(at, frame(tag, b""));
                let seen = play(joined(&changed)).await;
                // What nobody reads any more does not matter.
                if i + 1 < session.len() || at < messages.len() {
                    check_prefix(&seen, &format!("{:?} {i} {at}", char::from(tag)));
                }
                cases += 1;
            }
        }
    }
    println!("{cases} cases");
}

#[tokio::test(start_paused = true)]
async fn every_message_left_out_or_said_twice_is_an_error_or_means_the_same() {
    let session = session();
    let mut cases = 0;
    for (i, messages) in session.iter().enumerate().skip(1) {
        for at in 0..messages.len() {
            for twice in [false, true] {
                let mut changed = session.clone();
                if twice {
                    changed[i].insert(at, messages[at].clone());
                } else {
                    changed[i].remove(at);
                }
                let seen = play(joined(&changed)).await;
                // A row more or less, and an error in another place, are what a server may say.
                if !matches!(messages[at][0], b'D' | b'E')
                    && (i + 1 < session.len() || at + 1 < messages.len())
                {
                    assert!(seen.error.is_some(), "{i} {at} {twice} {seen:?}");
                }
                let right: Vec<i32> = right().concat();
                let rows = seen.rows.concat();
                assert!(rows.iter().all(|row| right.contains(row)), "{i} {at} {twice} {seen:?}");
                cases += 1;
            }
        }
    }
    println!("{cases} cases");
}

#[tokio::test(start_paused = true)]
async fn every_message_cut_short_is_an_error() {
    let session = session();
    let mut cases = 0;
    for (i, messages) in session.iter().enumerate().skip(1) {
        for (at, message) in messages.iter().enumerate() {
            for length in 0..message.len() - 5 {
                let mut changed = session.clone();
                changed[i][at] = frame(message[0], &message[5..5 + length]);
                let seen = play(joined(&changed)).await;
                check_prefix(&seen, &format!("{i} {at} {length}"));
                cases += 1;
            }
        }
    }
    println!("{cases} cases");
}

#[tokio::test(start_paused = true)]
async fn every_flipped_bit_is_survived() {
    let session = joined(&session());
    let mut cases = 0;
    for i in 1..session.len() {
        for at in 0..session[i].len() {
            for bit in 0..8 {
                let mut changed = session.clone();
                changed[i][at] ^= 1 << bit;
                let seen = play(changed).await;
                cases += 1;
                if seen.error.is_none() {
                    // Without an error nothing is different, or only bytes within a value are; the use that fails may
                    // fail earlier.
                    let counts: Vec<_> = seen.rows.iter().map(Vec::len).collect();
                    assert!(matches!(counts[..], [2, 2, 0..=2, 2]), "{i} {at} {bit} {seen:?}");
                }
            }
        }
    }
    println!("{cases} cases");
}

#[tokio::test(start_paused = true)]
async fn a_failed_statement_ends_the_answer() {
    // The server answers the second statement although the first one failed.
    let mut session = session();
    session[1] = [vec![error("ERROR", "42601")], first()[6..].to_vec()].concat();
    let seen = play(joined(&session)).await;
    assert!(seen.closed && seen.rows.concat().is_empty(), "{seen:?}");
    // A fatal error in the middle.
    let mut session = self::session();
    session[1] = [first()[..8].to_vec(), vec![error("FATAL", "57P01")]].concat();
    let seen = play(joined(&session)).await;
    let error = seen.error.expect("an error");
    assert!(error.is_closed() && seen.closed);
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("57P01"));
}

#[tokio::test(start_paused = true)]
async fn a_single_statement_is_not_answered_as_a_batch() {
    let (client, server) = tokio::io::duplex(64 * 1024);
    tokio::spawn(serve(server, vec![welcome().concat(), first().concat(), ready()]));
    let mut config = Config::new();
    config.user("user");
    let mut connection = Connection::from_stream(client, &config).await.expect("a connection");
    assert!(all::<i32>(&mut connection, &statement("SELECT 1")).await.is_err_and(|error| error.is_closed()));
    assert!(connection.is_closed());
}
