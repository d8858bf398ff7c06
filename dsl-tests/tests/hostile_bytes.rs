//! Every message of the server and every value, cut short and with lengths that lie: they are refused, or read, and never
//! make the client panic or take much memory. What the fuzz targets in `fuzz/` found is tried again.

use std::alloc::System;
use std::fs;
use std::path::Path;

use dsl_tests::decoders::DECODERS;
use dsl_tests::fake::{description, error, frame, ready, row, welcome};
use dsl_tests::probes::PROBES;
use piton::testing::probe;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static GLOBAL: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What may stand where a length, a count or an OID stands.
const EXTREMES: [i32; 12] =
    [i32::MIN, -0x0100_0000, -2, -1, 0, 1, 3, 4, 0xffff, 0x0100_0000, 0x3fff_ffff, i32::MAX];

/// How many bytes are allocated at most for so many that are read: an error's text and place, and the values.
fn bound(bytes: usize) -> usize {
    4096 + 64 * bytes
}

/// Every message that a server sends, in a right form.
fn messages() -> Vec<Vec<u8>> {
    let sasl = b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0";
    let report =
        b"SFEHLER\0VERROR\0C23505\0Mmessage\0Ddetail\0Hhint\0P17\0Wwhere\0tperson\0nperson_pk\0Rroutine\0\0";
    let copied = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x01a\xff\xff\xff\xff";
    let mut all = welcome();
    all.extend([
        frame(b'R', &[0, 0, 0, 3]),
        frame(b'R', b"\0\0\0\x05salt"),
        frame(b'R', sasl),
        frame(b'R', b"\0\0\0\x0br=nonce,s=c2FsdA==,i=4096"),
        frame(b'R', b"\0\0\0\x0cv=c2lnbmF0dXJl"),
        frame(b'v', b"\0\x03\0\0\0\0\0\x01_pq_.a\0"),
        frame(b'1', b""),
        frame(b't', &[0, 2, 0, 0, 0, 23, 0, 0, 0, 25]),
        description(&[("id", 23), ("name", 25)]),
        frame(b'n', b""),
        frame(b'2', b""),
        row(&[b"\0\0\0\x07", b"text"]),
        frame(b'D', b"\0\x02\xff\xff\xff\xff\0\0\0\0"),
        frame(b'C', b"INSERT 0 12\0"),
        frame(b'I', b""),
        frame(b's', b""),
        frame(b'3', b""),
        error("ERROR", "23505"),
        frame(b'E', report),
        frame(b'N', report),
        frame(b'A', b"\0\0\0\x01channel\0payload\0"),
        frame(b'G', &[1, 0, 2, 0, 1, 0, 1]),
        frame(b'H', &[0, 0, 0]),
        frame(b'd', copied),
        frame(b'c', b""),
        ready(),
    ]);
    all
}

/// Does something with bytes, and checks that it allocates no more than they can be worth.
fn within_bounds<T>(what: &str, bytes: &[u8], read: impl FnOnce(&[u8]) -> T) -> T {
    let region = Region::new(GLOBAL);
    let read = read(bytes);
    let allocated = region.change().bytes_allocated;
    assert!(allocated <= bound(bytes.len()), "{what}: {allocated} bytes are allocated for {bytes:x?}");
    read
}

/// Calls `read` with the bytes cut short, with a byte more, and with each two and each four bytes in a row set to each
/// extreme; and says how often.
fn deform(right: &[u8], mut read: impl FnMut(&[u8])) -> usize {
    let mut cases = 0;
    let mut read = |bytes: &[u8]| {
        cases += 1;
        read(bytes);
    };
    for length in 0..right.len() {
        read(&right[..length]);
    }
    read(&[right, &[0]].concat());
    for width in [2, 4] {
        for at in 0..(right.len() + 1).saturating_sub(width) {
            for extreme in EXTREMES {
                let mut changed = right.to_vec();
                changed[at..at + width].copy_from_slice(&extreme.to_be_bytes()[4 - width..]);
                read(&changed);
                // And nothing after it.
                read(&changed[..at + width]);
            }
        }
    }
    cases
}

/// An error of the protocol or of the login, and no other.
fn is_typed(error: &piton::Error) -> bool {
    let text = error.to_string();
    let is_protocol = text.starts_with("the server broke the protocol: ") && error.is_closed();
    is_protocol || error.is_authentication()
}

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = |path: &Path| fs::read(path).expect("a file of the corpus can be read");
    entries
        .map(|entry| entry.expect("the corpus can be listed").path())
        .map(|path| (path.display().to_string(), read(&path)))
        .collect()
}

#[test]
fn bytes_of_any_kind_are_read_or_refused_and_cost_no_more_than_they_are_worth() {
    let mut cases = 0;
    let mut refused = 0;
    for right in messages() {
        let tag = right[0];
        let what = format!("{:?}", char::from(tag));
        cases += deform(&right, |bytes| {
            if let Err(error) = within_bounds(&what, bytes, probe::stream) {
                assert!(is_typed(&error), "{what}: {error}");
                refused += 1;
            }
        });
        // The body alone, so that what is wrong is not its length.
        cases += deform(&right[5..], |body| {
            if let Err(error) = within_bounds(&what, body, |body| probe::message(tag, body)) {
                assert!(is_typed(&error), "{what}: {error}");
                refused += 1;
            }
        });
    }
    println!("messages: {cases} cases, {refused} refused, no failure");
    assert!(cases > 20_000 && refused > cases / 2);

    let mut cases = 0;
    for decoder in DECODERS {
        let right = (decoder.sample)();
        assert!((decoder.decode)(&right), "{} does not decode its own sample", decoder.name);
        cases += deform(&right, |raw| {
            within_bounds(decoder.name, raw, decoder.decode);
        });
    }
    println!("values of {} types: {cases} cases, no failure", DECODERS.len());
    assert!(cases > 20_000);

    for (target, probe) in PROBES {
        let corpus = corpus(target);
        // Whole sessions have their buffers, and are cut into small pieces.
        for (name, bytes) in &corpus {
            let region = Region::new(GLOBAL);
            probe(bytes);
            let allocated = region.change().bytes_allocated;
            let most = if target == "sessions" { 1 << 20 } else { 0 } + bound(bytes.len());
            assert!(allocated <= most, "{name}: {allocated} bytes are allocated for {}", bytes.len());
        }
        println!("corpus of `{target}`: {} inputs, no failure", corpus.len());
        assert!(!corpus.is_empty(), "{target}");
    }
}
