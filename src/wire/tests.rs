//! Every message, whole, cut short, and with counts that lie.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use super::authentication::{Authentication, Policy};
use super::frame::{Frame, split};
use super::probe::message as read;
use super::*;
use crate::sql::{Clause, Statement};

fn column(name: &[u8], oid: u32) -> Vec<u8> {
    [name, b"\0", &[0; 6], &oid.to_be_bytes(), &[0; 8]].concat()
}

/// A right body of every message that has one.
fn bodies() -> Vec<(u8, Vec<u8>)> {
    vec![
        (b'R', vec![0, 0, 0, 0]),
        (b'R', vec![0, 0, 0, 3]),
        (b'R', [&[0, 0, 0, 5][..], b"salt"].concat()),
        (b'R', [&[0, 0, 0, 10][..], b"SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"].concat()),
        (b'Z', b"T".to_vec()),
        (b'C', b"INSERT 0 12\0".to_vec()),
        (b'S', b"server_version\x0015.6\0".to_vec()),
        (b'A', b"\0\0\0\x01channel\0payload\0".to_vec()),
        (b'E', b"SFEHLER\0VERROR\0C23505\0Mmessage\0Ddetail\0tperson\0nperson_pk\0P17\0\0".to_vec()),
        (b'T', [&[0, 2][..], &column(b"id", 23), &column(b"name", 25)].concat()),
        (b't', vec![0, 2, 0, 0, 0, 23, 0, 0, 0, 25]),
        (b'G', vec![1, 0, 2, 0, 1, 0, 1]),
        (b'H', vec![0, 0, 0]),
        (b'v', b"\0\x03\0\0\0\0\0\x01_pq_.a\0".to_vec()),
    ]
}

#[test]
fn right_messages_are_read_and_no_others() {
    for (tag, body) in bodies() {
        read(tag, &body).unwrap();
        for length in 0..body.len() {
            assert!(read(tag, &body[..length]).is_err(), "{:?} {length}", char::from(tag));
        }
        let longer = [&body[..], b"x"].concat();
        assert!(read(tag, &longer).is_err(), "{:?}", char::from(tag));
    }
}

#[test]
fn a_key_has_between_4_and_256_bytes() {
    for length in 0..300 {
        assert_eq!(read(b'K', &vec![1; length]).is_ok(), (8..=260).contains(&length), "{length}");
    }
}

#[test]
fn no_bytes_make_a_reader_panic() {
    let mut cases = 0;
    for (tag, body) in bodies() {
        for at in 0..body.len() {
            for byte in [0, 1, 0x7f, 0x80, 0xff] {
                let mut changed = body.clone();
                changed[at] = byte;
                drop(read(tag, &changed));
                changed.truncate(at + 1);
                drop(read(tag, &changed));
                cases += 2;
            }
        }
        for count in [0x7fff_u16, 0x8000, 0xffff] {
            let mut changed = body.clone();
            if changed.len() >= 2 {
                changed[..2].copy_from_slice(&count.to_be_bytes());
            }
            drop(read(tag, &changed));
            cases += 1;
        }
    }
    assert!(cases > 1000);
}

#[test]
fn an_error_has_all_its_fields() {
    let error =
        report(b"SFEHLER\0VERROR\0C23505\0Mm\0Dd\0Hh\0P17\0Ww\0ss\0tt\0cc\0da\0nn\0Rr\0?new\0\0").unwrap();
    assert_eq!(
        (error.severity(), error.sqlstate().code(), error.message(), error.position()),
        ("ERROR", "23505", "m", Some(17))
    );
    assert_eq!(
        [
            error.detail(),
            error.hint(),
            error.context(),
            error.schema(),
            error.table(),
            error.column(),
            error.data_type(),
            error.constraint(),
            error.routine()
        ]
        .map(Option::unwrap),
        ["d", "h", "w", "s", "t", "c", "a", "n", "r"]
    );
    assert_eq!(report(b"SFATAL\0Mno \xff text\0\0").unwrap().message(), "no \u{fffd} text");
}

#[test]
fn the_number_at_the_end_of_a_tag_is_that_of_rows() {
    for (tag, rows) in [
        ("INSERT 0 5", Some(5)),
        ("SELECT 18446744073709551615", Some(u64::MAX)),
        ("SELECT 18446744073709551616", None),
        ("CREATE TABLE", None),
        ("BEGIN", None),
        ("", None),
        (" ", None),
        ("UPDATE -1", None),
    ] {
        assert_eq!(affected_rows(tag.as_bytes()), rows, "{tag}");
    }
}

#[test]
fn frames_are_cut_off_when_they_are_complete() {
    let stream = b"Z\0\0\0\x05I1\0\0\0\x04D\0\0\0\x08\0\0ab";
    let mut rest = &stream[..];
    let mut frames = Vec::new();
    while let Some(frame) = split(rest).unwrap() {
        rest = &rest[frame.size()..];
        frames.push(frame);
    }
    let found: Vec<(u8, &[u8])> = frames.iter().map(|frame: &Frame<'_>| (frame.tag, frame.body)).collect();
    assert_eq!(found, [(b'Z', &b"I"[..]), (b'1', b""), (b'D', b"\0\0ab")]);
    assert!(rest.is_empty());
    for end in 0..6 {
        assert!(split(&stream[..end]).unwrap().is_none());
    }
}

#[test]
fn impossible_lengths_are_refused_at_once() {
    for tag in 0..=255_u8 {
        for length in [0_u32, 1, 3, (1 << 30) + 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
            let header = [&[tag][..], &length.to_be_bytes()].concat();
            assert!(split(&header).is_err(), "{tag} {length}");
        }
        let large = [&[tag][..], &1_000_000_u32.to_be_bytes()].concat();
        assert_eq!(split(&large).is_ok(), b"DTdENA".contains(&tag), "{tag}");
    }
}

fn row(width: u16, values: &[u8]) -> Vec<u8> {
    let length = u32::try_from(values.len() + 6).unwrap();
    [&b"D"[..], &length.to_be_bytes(), &width.to_be_bytes(), values].concat()
}

#[test]
fn rows_end_where_the_next_message_begins_or_is_not_complete() {
    let one = row(2, b"\0\0\0\x01a\xff\xff\xff\xff");
    let stream = [&one[..], &one, b"C\0\0\0\x04"].concat();
    for end in 0..stream.len() {
        let mut rows = Rows::new(&stream[..end], 2);
        let mut count = 0;
        while let Some(mut columns) = rows.next().unwrap() {
            assert_eq!(columns.next().unwrap(), Some(&b"a"[..]));
            assert_eq!(columns.next().unwrap(), None);
            columns.finish().unwrap();
            count += 1;
        }
        assert_eq!(count, (end / one.len()).min(2));
        assert_eq!(rows.taken(), count * one.len());
    }
}

#[test]
fn a_row_of_another_width_or_length_is_an_error() {
    for bytes in [row(1, b""), row(3, b""), b"D\0\0\0\x04".to_vec(), b"D\0\0\0\x05\0".to_vec()] {
        assert!(Rows::new(&bytes, 2).next().is_err());
    }
    for length in [0_u32, 3, 4, 5, (1 << 30) + 1, 0xffff_ffff] {
        let header = [&b"D"[..], &length.to_be_bytes()].concat();
        assert!(Rows::new(&header, 2).next().is_err(), "{length}");
    }
}

#[test]
fn requests_have_the_bytes_of_the_manual() {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text("SELECT ");
        out.bind(&7_i32);
    });
    let mut out = Vec::new();
    frontend::parse(&mut out, b"s", "SELECT $1", &[23]).unwrap();
    frontend::describe(&mut out, b"s").unwrap();
    frontend::bind(&mut out, b"s", &statement, |_| None).unwrap();
    frontend::execute(&mut out);
    frontend::sync(&mut out);
    frontend::close(&mut out, b"s").unwrap();
    let expected: &[&[u8]] = &[
        b"P\0\0\0\x16s\0SELECT $1\0\0\x01\0\0\0\x17",
        b"D\0\0\0\x07Ss\0",
        b"B\0\0\0\x19\0s\0\0\x01\0\x01\0\x01\0\0\0\x04\0\0\0\x07\0\x01\0\x01",
        b"E\0\0\0\x09\0\0\0\0\0",
        b"S\0\0\0\x04",
        b"C\0\0\0\x07Ss\0",
    ];
    assert_eq!(out, expected.concat());
    let mut out = Vec::new();
    frontend::startup(&mut out, &[("user", "me")]).unwrap();
    assert_eq!(out, b"\0\0\0\x11\0\x03\0\0user\0me\0\0");
}

#[test]
fn a_nul_cannot_be_sent() {
    let mut out = Vec::new();
    assert!(frontend::query(&mut out, "SELECT '\0'").is_err());
    assert!(frontend::parse(&mut out, b"", "SELECT '\0'", &[]).is_err());
    assert!(frontend::password(&mut out, b"a\0b").is_err());
    assert!(frontend::startup(&mut out, &[("user", "a\0b")]).is_err());
    assert!(frontend::parse(&mut out, b"", "", &vec![0; 65_536]).is_err());
}

#[test]
fn a_message_that_no_server_takes_is_not_sent() {
    assert!(frontend::fits(0x3fff_fffe).is_ok());
    let error = frontend::fits(0x3fff_ffff).unwrap_err();
    assert_eq!(error.to_string(), "a message to the server cannot be longer than 1073741822 bytes");
}

/// The first answer to a request of the server.
fn answer(policy: &Policy, body: &[u8]) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut authentication = Authentication::new("user", Some(b"secret"), policy.clone());
    match authentication.receive(body, &mut out) {
        Ok(()) => Ok(out),
        Err(error) => {
            assert!(out.is_empty(), "something was sent");
            Err(error.to_string())
        }
    }
}

#[test]
fn what_is_not_accepted_gets_no_answer() {
    let (password, md5) = ([0, 0, 0, 3], [0, 0, 0, 5, 1, 2, 3, 4]);
    let scram = b"\0\0\0\x0aSCRAM-SHA-256\0\0";
    let only = |list: &str| Policy { methods: Methods::parse(list).unwrap(), ..Policy::lax() };
    assert!(answer(&only("password"), &password).is_ok());
    assert!(answer(&only("scram-sha-256"), scram).is_ok());
    assert!(answer(&only("none"), &[0; 4]).is_ok());
    for (list, body) in [
        ("!password", &password[..]),
        ("scram-sha-256", &password),
        ("scram-sha-256", &md5),
        ("scram-sha-256", &[0; 4]),
        ("md5,password", scram),
        ("password", &[0, 0, 0, 7]),
    ] {
        let why = answer(&only(list), body).unwrap_err();
        assert!(why.contains("require_auth"), "{why}");
    }
    let clear = Policy { cleartext: false, ..Policy::lax() };
    assert!(answer(&clear, &password).unwrap_err().contains("in the clear"));
    assert!(answer(&clear, &md5).is_ok());
    let bound = Policy { binding: Some(b"hash".to_vec()), binding_required: true, ..Policy::lax() };
    for body in [&password[..], &md5, scram, &[0; 4]] {
        assert!(answer(&bound, body).unwrap_err().contains("channel_binding=require"));
    }
    assert!(answer(&Policy { binding: None, ..bound }, b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0\0").is_err());
}

#[test]
fn scram_says_what_it_knows_of_channel_binding() {
    let (plain, both) = (
        b"\0\0\0\x0aSCRAM-SHA-256\0\0".to_vec(),
        b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0".to_vec(),
    );
    let bound = Policy { binding: Some(b"hash".to_vec()), ..Policy::lax() };
    for (policy, body, expected) in [
        (&bound, &both, "SCRAM-SHA-256-PLUS\0 p=tls-server-end-point,,"),
        (&bound, &plain, "SCRAM-SHA-256\0 y,,"),
        (&Policy::lax(), &both, "SCRAM-SHA-256\0 n,,"),
        (&Policy::lax(), &plain, "SCRAM-SHA-256\0 n,,"),
    ] {
        let sent = answer(policy, body).unwrap();
        let (mechanism, header) = expected.split_once(' ').unwrap();
        assert!(sent[5..].starts_with(mechanism.as_bytes()), "{expected}");
        assert!(sent[5 + mechanism.len() + 4..].starts_with(header.as_bytes()), "{expected}");
    }
}

#[test]
fn a_refused_message_ends_the_authentication_and_lets_nobody_in() {
    let ok = [0, 0, 0, 0];
    for body in
        [&[0, 0, 0, 3][..], &[0, 0, 0, 5, 1, 2, 3, 4], &[0, 0, 0, 11], &[0, 0, 0, 99], &[0, 0, 0, 0, 0]]
    {
        let mut authentication = Authentication::new("user", None, Policy::lax());
        assert!(authentication.receive(body, &mut Vec::new()).is_err());
        assert!(!authentication.is_done());
        assert!(authentication.receive(&ok, &mut Vec::new()).is_err());
        assert!(!authentication.is_done());
    }
}
