//! A server that breaks the protocol gets an error and a closed connection: no panic, no hang, no wrong row.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use dsl_tests::fake::{description, error, frame, ready, row, serve, welcome};
use dsl_tests::{all, statement};
use piton::connection::Connection;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio_postgres::Config;

type Rows = Vec<(i32, String)>;

const SQL: &str = "SELECT id, name FROM person";

fn config() -> Config {
    let mut config = Config::new();
    config.user("user").password("the password");
    config
}

/// What a statement's first use is answered with.
fn first() -> Vec<Vec<u8>> {
    vec![
        frame(b'1', b""),
        frame(b't', &[0, 0]),
        description(&[("id", 23), ("name", 25)]),
        frame(b'2', b""),
        row(&[&[0, 0, 0, 1], b"Alice"]),
        row(&[&[0, 0, 0, 2], b"Bob"]),
        row(&[&[0, 0, 0, 3], b""]),
        frame(b'C', b"SELECT 3\0"),
        ready(),
    ]
}

fn known() -> Vec<Vec<u8>> {
    vec![frame(b'2', b""), row(&[&[0, 0, 0, 4], b"Carol"]), frame(b'C', b"SELECT 1\0"), ready()]
}

fn failing() -> Vec<Vec<u8>> {
    vec![frame(b'2', b""), row(&[&[0, 0, 0, 5], b"Dan"]), error("ERROR", "22012"), ready()]
}

/// A whole session, as one list of messages for each time that the client asks.
fn session() -> Vec<Vec<Vec<u8>>> {
    vec![welcome(), first(), known(), failing(), known()]
}

fn right() -> Vec<Rows> {
    let alice = vec![(1, "Alice".to_owned()), (2, "Bob".to_owned()), (3, String::new())];
    let carol = vec![(4, "Carol".to_owned())];
    vec![alice, carol.clone(), carol]
}

#[derive(Debug)]
struct Seen {
    rows: Vec<Rows>,
    error: Option<piton::Error>,
    closed: bool,
}

/// Plays a session through a pipe that holds `pipe` bytes.
async fn play_through(pipe: usize, replies: Vec<Vec<u8>>) -> Seen {
    let (client, server) = tokio::io::duplex(pipe);
    let server = tokio::spawn(serve(server, replies));
    let seen = tokio::time::timeout(Duration::from_secs(5), async {
        let mut seen = Seen { rows: Vec::new(), error: None, closed: false };
        let mut connection = match Connection::from_stream(client, &config()).await {
            Ok(connection) => connection,
            Err(error) => return Seen { error: Some(error), closed: true, ..seen },
        };
        for n in 0..4 {
            match all::<(i32, String)>(&mut connection, &statement(SQL)).await {
                Ok(rows) => seen.rows.push(rows),
                Err(error) => {
                    // The third is answered with an error.
                    if n != 2 || error.is_closed() {
                        seen.error.get_or_insert(error);
                    }
                }
            }
        }
        seen.closed = connection.is_closed();
        seen
    })
    .await
    .expect("the client hangs");
    server.abort();
    seen
}

async fn play(replies: Vec<Vec<u8>>) -> Seen {
    play_through(64 * 1024, replies).await
}

fn joined(session: &[Vec<Vec<u8>>]) -> Vec<Vec<u8>> {
    session.iter().map(|messages| messages.concat()).collect()
}

/// One query, answered with these bytes.
async fn answer(reply: Vec<u8>) -> Seen {
    play(vec![welcome().concat(), reply, ready()]).await
}

#[tokio::test(start_paused = true)]
async fn a_session_is_the_same_in_pieces_of_any_size() {
    for pipe in (1..200).chain([1024, 64 * 1024]) {
        let seen = play_through(pipe, joined(&session())).await;
        assert_eq!(seen.rows, right(), "{pipe}");
        assert!(seen.error.is_none() && !seen.closed);
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_may_talk_between_any_two_messages() {
    let notice = frame(b'N', b"SNOTICE\0VNOTICE\0C00000\0Mhello\0\0");
    let notification = frame(b'A', b"\0\0\0\x07channel\0payload\0");
    let parameter = frame(b'S', b"TimeZone\0UTC\0");
    let session = session();
    let mut cases = 0;
    for extra in [&notice, &notification, &parameter] {
        for (i, messages) in session.iter().enumerate() {
            for at in 0..=messages.len() {
                // Before the server has let the client in, it may only talk in notices.
                if i == 0 && at < 1 && extra != &notice
                    || i == 0 && at < messages.len() && extra == &notification
                {
                    continue;
                }
                let mut changed = session.clone();
                changed[i].insert(at, extra.clone());
                let seen = play(joined(&changed)).await;
                assert_eq!(seen.rows, right(), "{i} {at} {:?}", seen.error);
                assert!(seen.error.is_none() && !seen.closed);
                cases += 1;
            }
        }
    }
    println!("{cases} cases");
}

/// No row that the server did not send, none out of order: what was seen begins as what is right.
fn check_prefix(seen: &Seen, what: &str) {
    assert!(right().starts_with(&seen.rows), "{what}: {seen:?}");
    assert!(seen.error.is_some(), "{what}: no error");
    assert!(seen.closed, "{what}: {:?} leaves it open", seen.error);
}

#[tokio::test(start_paused = true)]
async fn every_message_cut_short_is_an_error() {
    let session = session();
    let mut cases = 0;
    for (i, messages) in session.iter().enumerate() {
        for (at, message) in messages.iter().enumerate() {
            for length in 0..message.len() - 5 {
                // A shorter body with a length that fits it.
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
async fn every_impossible_length_is_an_error() {
    let session = session();
    let mut cases = 0;
    for (i, messages) in session.iter().enumerate() {
        for (at, message) in messages.iter().enumerate() {
            for length in [i32::MIN, -2, -1, 0, 1, 2, 3, i32::MAX] {
                let mut changed = session.clone();
                changed[i][at][1..5].copy_from_slice(&length.to_be_bytes());
                changed[i].truncate(at + 1);
                changed.truncate(i + 1);
                let seen = play(joined(&changed)).await;
                check_prefix(&seen, &format!("{i} {at} {length}"));
                assert!(
                    seen.error.as_ref().is_some_and(|error| error.to_string().contains("announces a length")),
                    "{:?} {:?}",
                    seen.error,
                    message
                );
                cases += 1;
            }
        }
    }
    println!("{cases} cases");
}

#[tokio::test(start_paused = true)]
async fn every_message_out_of_turn_is_an_error() {
    let session = session();
    let mut cases = 0;
    for tag in 0..=255_u8 {
        for (i, messages) in session.iter().enumerate() {
            for at in 0..=messages.len() {
                let allowed = match tag {
                    b'N' => true,
                    b'S' | b'A' | b'E' => i > 0 || at > 0,
                    _ => false,
                };
                if allowed {
                    continue;
                }
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
async fn every_flipped_bit_is_survived() {
    let session = joined(&session());
    let mut cases = 0;
    let mut same = 0;
    let mut values = 0;
    for i in 0..session.len() {
        for at in 0..session[i].len() {
            for bit in 0..8 {
                let mut changed = session.clone();
                changed[i][at] ^= 1 << bit;
                let seen = play(changed).await;
                cases += 1;
                if seen.error.is_none() {
                    // Without an error nothing is different, or only bytes within a value are.
                    same += u32::from(seen.rows == right());
                    values += u32::from(seen.rows != right());
                    let counts = |rows: &[Rows]| rows.iter().map(Vec::len).collect::<Vec<_>>();
                    assert_eq!(counts(&seen.rows), counts(&right()), "{i} {at} {bit} {seen:?}");
                }
            }
        }
    }
    println!("{cases} cases, {same} without a difference, {values} with another value");
}

#[tokio::test(start_paused = true)]
async fn garbage_is_an_error() {
    // A generator of its own: no test may depend on luck.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()
    };
    for _ in 0..2000 {
        let garbage: Vec<u8> = (0..20).flat_map(|_| next()).collect();
        let seen = answer(garbage.clone()).await;
        assert!(seen.rows.is_empty() && seen.error.is_some());
        let seen = play(vec![garbage]).await;
        assert!(seen.rows.is_empty() && seen.error.is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_row_that_is_not_as_described_is_an_error() {
    let head = first()[..4].concat();
    let long = [0, 2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 9, b'x'];
    let negative = [0, 2, 0, 0, 0, 4, 0, 0, 0, 1, 255, 255, 255, 254];
    let rest = [0, 2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 1, b'x', b'y'];
    for bad in [
        row(&[]),
        row(&[&[0, 0, 0, 1]]),
        row(&[&[0, 0, 0, 1], b"a", b"b"]),
        frame(b'D', &long),
        frame(b'D', &negative),
        frame(b'D', &rest),
        frame(b'D', b""),
        frame(b'D', b"\0"),
    ] {
        let seen = answer([head.clone(), bad.clone(), frame(b'C', b"SELECT 1\0"), ready()].concat()).await;
        assert!(seen.rows.is_empty() && seen.closed, "{bad:?} {seen:?}");
        assert!(
            seen.error.as_ref().is_some_and(|e| e.to_string().starts_with("the server broke the protocol")),
            "{:?}",
            seen.error
        );
    }
    // A value that its type cannot have is the statement's error, and the connection lives on.
    let bad = row(&[&[0, 0, 1], b"x"]);
    let seen = answer([head.clone(), bad, frame(b'C', b"SELECT 1\0"), ready()].concat()).await;
    let error = seen.error.map(|error| error.to_string()).unwrap_or_default();
    assert!(error.starts_with("cannot decode column 1 of the result: "), "{error}");
    let bad = row(&[&[0, 0, 0, 1], b"\xff"]);
    let seen = answer([head, bad, frame(b'C', b"SELECT 1\0"), ready()].concat()).await;
    let error = seen.error.map(|error| error.to_string()).unwrap_or_default();
    assert!(error.starts_with("cannot decode column 2 of the result: "), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_a_question_not_yet_asked_is_refused() {
    // All the answer to the second query comes behind the answer to the first.
    let seen = play(vec![welcome().concat(), [first(), known()].concat().concat(), ready()]).await;
    assert_eq!(seen.rows, right()[..1]);
    assert!(seen.closed);
    // Behind the welcome.
    let seen = play(vec![[welcome(), first()].concat().concat(), ready()]).await;
    assert!(seen.rows.is_empty() && seen.closed);
}

#[tokio::test(start_paused = true)]
async fn a_fatal_error_closes_the_connection_and_is_reported() {
    for at in 0..first().len() {
        let mut reply = first();
        reply.truncate(at);
        reply.push(error("FATAL", "57P01"));
        let seen = answer(reply.concat()).await;
        let error = seen.error.expect("an error");
        assert!(error.is_closed() && seen.closed);
        assert_eq!(error.sqlstate().map(|state| state.code().to_owned()).as_deref(), Some("57P01"));
    }
}

#[tokio::test(start_paused = true)]
async fn settings_cannot_fill_the_memory() {
    let flood: Vec<u8> =
        (0..2000).flat_map(|n| frame(b'S', format!("setting_{n}\0value\0").as_bytes())).collect();
    let seen = answer([flood, first().concat()].concat()).await;
    assert!(seen.closed);
    assert!(seen.error.is_some_and(|error| error.to_string().contains("settings")));
}

/// What connecting ends with when the server says this.
async fn login(config: &Config, replies: Vec<Vec<u8>>) -> Result<Connection, piton::Error> {
    let (client, server) = tokio::io::duplex(64 * 1024);
    tokio::spawn(serve(server, replies));
    tokio::time::timeout(Duration::from_secs(5), Connection::from_stream(client, config))
        .await
        .expect("the client hangs")
}

fn request(code: u8, rest: &[u8]) -> Vec<u8> {
    frame(b'R', &[&[0, 0, 0, code], rest].concat())
}

#[tokio::test(start_paused = true)]
async fn authentication_cannot_be_cut_short() {
    let ok = request(0, b"");
    let sasl = request(10, b"SCRAM-SHA-256\0\0");
    let enter = |first: Vec<u8>| [first, welcome()[1..].concat()].concat();
    for (replies, text) in [
        // Let in after SCRAM has begun, without a proof.
        (vec![sasl.clone(), enter(ok.clone())], "out of turn"),
        (vec![[sasl.clone(), ok.clone()].concat(), ready()], "out of turn"),
        // The proof before the challenge; a challenge that nobody began; twice the same.
        (vec![sasl.clone(), request(12, b"v=AAAA")], "out of turn"),
        (vec![request(11, b"r=x,s=AAAA,i=4096")], "out of turn"),
        (vec![sasl.clone(), sasl.clone()], "out of turn"),
        (vec![ok.clone(), ok.clone()], "closed the connection"),
        (vec![[ok.clone(), ok.clone()].concat()], "out of turn"),
        // A nonce that does not begin with the client's.
        (vec![sasl.clone(), request(11, b"r=x,s=AAAA,i=4096")], "invalid nonce"),
        (vec![sasl.clone(), request(11, b"nonsense")], "SCRAM-SHA-256"),
        (vec![sasl.clone(), request(11, b"\xff\xff")], "SCRAM-SHA-256"),
        // Methods that are not spoken.
        (vec![request(10, b"SCRAM-SHA-256-PLUS\0\0")], "not supported"),
        (vec![request(10, b"\0")], "not supported"),
        (vec![request(10, b"SCRAM-SHA-256")], "ends before"),
        (vec![request(2, b"")], "Kerberos"),
        (vec![request(7, b"")], "GSSAPI"),
        (vec![request(99, b"")], "unknown"),
        (vec![request(5, b"abc")], "ends before"),
        (vec![request(5, b"abcde")], "longer than"),
        (vec![request(3, b"x")], "longer than"),
        (vec![frame(b'R', b"")], "ends before"),
        // Ready before the client was let in.
        (vec![ready()], "out of turn"),
        (vec![request(3, b""), ready()], "out of turn"),
        (vec![error("FATAL", "28P01")], "made up (28P01)"),
        (vec![b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()], "length"),
    ] {
        let error = login(&config(), replies).await.expect_err(text);
        assert!(error.to_string().contains(text), "{error}, and not {text}");
        assert!(!format!("{error} {error:?}").contains("the password"));
    }
    for method in [3, 5, 10] {
        let rest: &[u8] = match method {
            3 => b"",
            5 => b"salt",
            _ => b"SCRAM-SHA-256\0\0",
        };
        let mut config = Config::new();
        config.user("user");
        let error = login(&config, vec![request(method, rest)]).await.expect_err("no password");
        assert!(error.to_string().contains("the configuration has none"), "{error}");
        assert!(error.is_authentication());
    }
}

#[tokio::test(start_paused = true)]
async fn the_welcome_may_vary() {
    let [ok, encoding, integers, key, ready] = welcome().try_into().expect("five messages");
    let secret = |length: usize| frame(b'K', &vec![1; 4 + length]);
    let negotiate = frame(b'v', &[0, 3, 0, 0, 0, 0, 0, 0]);
    for messages in [
        vec![&ok, &ready],
        vec![&negotiate, &ok, &encoding, &key, &ready],
        vec![&ok, &secret(256), &ready],
        vec![&ok, &secret(4), &integers, &ready],
    ] {
        let reply = messages.into_iter().flatten().copied().collect();
        assert!(login(&config(), vec![reply, Vec::new()]).await.is_ok());
    }
    for (message, text) in [
        (secret(0), "impossible length"),
        (secret(257), "impossible length"),
        (frame(b'S', b"client_encoding\0LATIN1\0"), "`client_encoding` is `LATIN1`"),
        (frame(b'S', b"integer_datetimes\0off\0"), "`integer_datetimes` is `off`"),
        (frame(b'S', b"a\xff\0b\0"), "UTF-8"),
    ] {
        let error =
            login(&config(), vec![[ok.clone(), message, ready.clone()].concat()]).await.expect_err(text);
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_login_does_not_fill_the_memory() {
    for tag in *b"NEDTdA" {
        let long = frame(tag, &vec![b'x'; 10_000_000]);
        let error = login(&config(), vec![long, ready()]).await.expect_err("too long");
        assert!(error.to_string().contains("too long"), "{error}");
    }
}

/// A transport that refuses one write, and then takes them again.
struct Hiccup<S> {
    inner: S,
    writes: usize,
}

impl<S: AsyncRead + Unpin> AsyncRead for Hiccup<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, out)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Hiccup<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.writes += 1;
        if self.writes == 2 {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_after_a_write_that_failed() {
    let (client, mut server) = tokio::io::duplex(64 * 1024);
    server.write_all(&welcome().concat()).await.expect("room");
    let mut connection =
        Connection::from_stream(Hiccup { inner: client, writes: 0 }, &config()).await.expect("a connection");
    // The answer to what was not sent; who believes it does not write again.
    server.write_all(&first().concat()).await.expect("room");
    assert_eq!(all::<(i32, String)>(&mut connection, &statement(SQL)).await.expect("rows"), right()[0]);
    let error = all::<(i32, String)>(&mut connection, &statement(SQL)).await.expect_err("no rows");
    assert!(error.is_closed() && connection.is_closed());
}
