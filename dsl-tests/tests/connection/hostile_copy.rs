//! A server that breaks the protocol in a COPY: no panic, no hang, no wrong row.

use std::time::Duration;

use dsl_tests::fake::{description, error, frame, ready, row, serve, welcome};
use dsl_tests::{all, statement};
use piton::connection::Connection;
use tokio_postgres::Config;

const SIGNATURE: &[u8] = b"PGCOPY\n\xff\r\n\0";

fn config() -> Config {
    let mut config = Config::new();
    config.user("user");
    config
}

/// `CopyOutResponse` or `CopyInResponse` of one column in the binary format.
fn begins(tag: u8) -> Vec<u8> {
    frame(tag, &[1, 0, 1, 0, 1])
}

fn header() -> Vec<u8> {
    [SIGNATURE, &[0; 8]].concat()
}

fn line(n: u8) -> Vec<u8> {
    vec![0, 1, 0, 0, 0, 4, 0, 0, 0, n]
}

/// What the query is described as, before it is copied.
fn described() -> Vec<Vec<u8>> {
    vec![frame(b'1', b""), frame(b't', &[0, 0]), description(&[("id", 23)]), ready()]
}

fn copied() -> Vec<Vec<u8>> {
    vec![
        begins(b'H'),
        frame(b'd', &[header(), line(1)].concat()),
        frame(b'd', &line(2)),
        frame(b'd', &line(3)),
        frame(b'd', &[0xff, 0xff]),
        frame(b'c', b""),
        frame(b'C', b"COPY 3\0"),
        ready(),
    ]
}

fn session() -> Vec<Vec<Vec<u8>>> {
    vec![welcome(), described(), copied(), copied()]
}

#[derive(Debug)]
struct Seen {
    rows: Vec<Vec<i32>>,
    error: Option<piton::Error>,
    closed: bool,
}

async fn play_through(pipe: usize, replies: Vec<Vec<u8>>) -> Seen {
    let (client, server) = tokio::io::duplex(pipe);
    let server = tokio::spawn(serve(server, replies));
    let seen = tokio::time::timeout(Duration::from_secs(5), async {
        let mut seen = Seen { rows: Vec::new(), error: None, closed: false };
        let mut connection = match Connection::from_stream(client, &config()).await {
            Ok(connection) => connection,
            Err(error) => return Seen { error: Some(error), closed: true, ..seen },
        };
        for _ in 0..2 {
            let mut rows = Vec::new();
            if let Err(error) = copy_out(&mut connection, &mut rows).await {
                seen.error.get_or_insert(error);
            }
            seen.rows.push(rows);
        }
        seen.closed = connection.is_closed();
        seen
    })
    .await
    .expect("the client hangs");
    server.abort();
    seen
}

async fn copy_out(connection: &mut Connection, seen: &mut Vec<i32>) -> Result<(), piton::Error> {
    let mut rows = piton::sql!("SELECT id FROM person").copy_out::<i32>(connection).await?;
    while let Some(row) = rows.try_next().await? {
        seen.push(row);
    }
    Ok(())
}

async fn play(replies: Vec<Vec<u8>>) -> Seen {
    play_through(64 * 1024, replies).await
}

fn joined(session: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    session.iter().map(|messages| messages.concat()).collect()
}

fn check_prefix(seen: &Seen, what: &str) {
    for rows in &seen.rows {
        assert!([1, 2, 3].starts_with(rows), "{what}: {seen:?}");
    }
    assert!(seen.error.is_some(), "{what}: no error");
    assert!(seen.closed, "{what}: {:?} leaves it open", seen.error);
}

#[tokio::test(start_paused = true)]
async fn rows_are_the_same_in_pieces_of_any_size() {
    for pipe in (1..100).chain([1024]) {
        let seen = play_through(pipe, joined(&session())).await;
        assert_eq!(seen.rows, [[1, 2, 3], [1, 2, 3]], "{pipe} {seen:?}");
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
                // Behind its end a script may go on, and what comes instead of the beginning says what it is.
                let is_script = i > 1 && (at == 0 || at == messages.len() - 1);
                if is_script || (i + 1 == session.len() && at == messages.len()) {
                    continue;
                }
                let mut changed = session.clone();
                changed[i].insert(at, frame(tag, b""));
                let seen = play(joined(&changed)).await;
                check_prefix(&seen, &format!("{:?} {i} {at}", char::from(tag)));
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
                // The header may stand alone.
                if length == header().len() && message[0] == b'd' {
                    assert!(seen.error.is_none());
                    continue;
                }
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
                    // Without an error only bytes within a value are different.
                    assert!(seen.rows.iter().all(|rows| rows.len() == 3), "{i} {at} {bit} {seen:?}");
                }
            }
        }
    }
    println!("{cases} cases");
}

#[tokio::test(start_paused = true)]
async fn data_that_is_not_as_announced_is_an_error() {
    let head = || frame(b'd', &header());
    let oids = frame(b'd', &[SIGNATURE, &[0, 1, 0, 0, 0, 0, 0, 0]].concat());
    let harmless = frame(b'd', &[SIGNATURE, &[0, 0, 0, 1, 0, 0, 0, 2, 9, 9]].concat());
    let long = frame(b'd', &[SIGNATURE, &[0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff]].concat());
    let other = frame(b'd', b"PGCOPY\r\n\xff\n\0\0\0\0\0\0\0\0\0\0");
    let two = [&line(1)[..], &line(2)].concat();
    let end = || frame(b'd', &[0xff, 0xff]);
    for (data, text) in [
        (vec![oids, end()], "flags"),
        (vec![long, end()], "ends before"),
        (vec![other, end()], "signature"),
        (vec![end()], "signature"),
        (vec![frame(b'd', &line(1)), end()], "signature"),
        (vec![head(), frame(b'd', b""), end()], "before it begins"),
        (vec![head(), frame(b'd', &[0, 2, 0, 0]), end()], "2 columns and not 1"),
        (vec![head(), frame(b'd', &[0xff, 0xfe]), end()], "columns and not 1"),
        (vec![head(), frame(b'd', &two), end()], "do not fill"),
        (vec![head(), frame(b'd', &[0, 1, 0x7f, 0xff, 0xff, 0xff, 1]), end()], "do not fill"),
        (vec![head(), frame(b'd', &[0, 1, 0xff, 0xff, 0xff, 0xfe]), end()], "do not fill"),
        (vec![head(), end(), frame(b'd', &line(1))], "goes on after its end"),
        (vec![head(), end(), end()], "goes on after its end"),
        (vec![head(), frame(b'd', &[0xff, 0xff, 0])], "goes on after its end"),
        (vec![head()], "has no end"),
        (vec![], "has no end"),
    ] {
        let mut session = session();
        session[2].splice(1..5, data);
        let seen = play(joined(&session)).await;
        let error = seen.error.as_ref().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.contains(text) && error.contains("the server broke the protocol"), "{text}: {seen:?}");
        assert!(seen.closed && seen.rows.iter().all(|rows| [1].starts_with(rows)), "{text}: {seen:?}");
    }
    // Flags that may be ignored, and an extension; a value that its type cannot have.
    let mut session = session();
    session[2].splice(1..5, [harmless, frame(b'd', &line(1)), end()]);
    let seen = play(joined(&session)).await;
    assert!(seen.error.is_none() && seen.rows[0] == [1], "{seen:?}");
    let mut session = self::session();
    session[2][2] = frame(b'd', &[0, 1, 0, 0, 0, 2, 0, 0]);
    let seen = play(joined(&session)).await;
    assert!(seen.error.is_some_and(|error| error.to_string().contains("int4 has 4 bytes")));
    assert!(!seen.closed && seen.rows == [vec![1], vec![1, 2, 3]]);
    // The announcement itself.
    for body in [&[][..], &[2, 0, 0], &[1, 0, 1], &[1, 0, 1, 0, 0], &[0, 0, 1, 0, 1], &[1, 0, 1, 0, 1, 0]] {
        let mut session = self::session();
        session[2][0] = frame(b'H', body);
        let seen = play(joined(&session)).await;
        assert!(seen.closed && seen.rows.concat().is_empty(), "{body:?} {seen:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_query_that_is_described_as_something_else_is_not_copied() {
    let mut session = session();
    session[1][2] = description(&[("id", 25)]);
    session.truncate(2);
    session.push(vec![frame(b'2', b""), row(&[b"x"]), frame(b'C', b"SELECT 1\0"), ready()]);
    let seen = play(joined(&session)).await;
    assert!(seen.error.is_some_and(|error| error.is_type_mismatch()));
}

/// What sending two lines ends with.
async fn copy_in(replies: Vec<Vec<u8>>) -> (Result<u64, piton::Error>, bool) {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let server = tokio::spawn(serve(server, replies));
    let ended = tokio::time::timeout(Duration::from_secs(5), async {
        let mut connection = Connection::from_stream(client, &config()).await?;
        let outcome = async {
            let mut copy = connection.copy_in_raw(&statement("COPY person FROM STDIN")).await?;
            copy.send(b"1\n").await?;
            copy.send(b"2\n").await?;
            copy.finish().await
        }
        .await;
        let next = all::<i32>(&mut connection, &statement("SELECT 1")).await;
        assert!(next.is_err());
        Ok::<_, piton::Error>((outcome, connection.is_closed()))
    })
    .await
    .expect("the client hangs")
    .expect("a connection");
    server.abort();
    ended
}

#[tokio::test(start_paused = true)]
async fn the_answers_to_data_are_checked() {
    let done = [frame(b'C', b"COPY 2\0"), ready()].concat();
    // An error may come at any time.
    let refused = [begins(b'G'), error("ERROR", "22P04"), ready()].concat();
    let (outcome, _) = copy_in(vec![welcome().concat(), refused]).await;
    let error = outcome.expect_err("an error");
    assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("22P04"));
    for wrong in [
        [begins(b'G'), begins(b'G')].concat(),
        [begins(b'G'), begins(b'H')].concat(),
        [begins(b'G'), ready()].concat(),
        [begins(b'G'), frame(b'd', b"data")].concat(),
        [begins(b'G'), row(&[b"x"])].concat(),
        [frame(b'G', &[1, 0]), done.clone()].concat(),
        frame(b'1', b""),
        ready(),
    ] {
        let (outcome, closed) = copy_in(vec![welcome().concat(), wrong.clone()]).await;
        assert!(outcome.is_err() && closed, "{wrong:?} {outcome:?}");
    }
    let (outcome, _) =
        copy_in(vec![welcome().concat(), [begins(b'G'), dsl_tests::fake::error("FATAL", "57P01")].concat()])
            .await;
    assert!(outcome.is_err_and(|error| error.is_closed()));
}
