//! Writes what the fuzz targets start from into `fuzz/corpus`: a right value of every type, and sessions that go well.

use std::fs;
use std::io;
use std::path::Path;

use dsl_tests::decoders::DECODERS;
use dsl_tests::fake::{description, error, frame, ready, row, welcome};

fn main() -> io::Result<()> {
    let values =
        DECODERS.iter().zip(0_u8..).map(|(decoder, number)| [vec![number], (decoder.sample)()].concat());
    let messages = [
        frame(b'R', b"\0\0\0\x0aSCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0"),
        frame(b'R', b"\0\0\0\x05salt"),
        frame(b'S', b"server_version\x0015.6\0"),
        frame(b'K', &[0, 0, 0, 9, 1, 2, 3, 4]),
        frame(b'v', b"\0\x03\0\0\0\0\0\x01_pq_.a\0"),
        frame(b't', &[0, 2, 0, 0, 0, 23, 0, 0, 0, 25]),
        description(&[("id", 23), ("name", 25)]),
        row(&[b"\0\0\0\x07", b"text"]),
        frame(b'C', b"INSERT 0 12\0"),
        frame(b'E', b"SFEHLER\0VERROR\0C23505\0Mmessage\0Ddetail\0P17\0tperson\0nperson_pk\0\0"),
        frame(b'A', b"\0\0\0\x01channel\0payload\0"),
        frame(b'G', &[1, 0, 2, 0, 1, 0, 1]),
        frame(b'd', b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0\0\x02\0\0\0\x01a\xff\xff\xff\xff"),
        ready(),
    ];
    let columns = description(&[("id", 23), ("name", 25)]);
    let prepared = [frame(b'1', b""), frame(b't', &[0, 1, 0, 0, 0, 23]), columns].concat();
    let rows =
        [frame(b'2', b""), row(&[b"\0\0\0\x07", b"text"]), frame(b'C', b"SELECT 1\0"), ready()].concat();
    let numbers = [frame(b'1', b""), frame(b't', &[0, 0]), description(&[("n", 23)])].concat();
    let streamed = [frame(b'2', b""), row(&[b"\0\0\0\x07"]), frame(b'C', b"SELECT 1\0"), ready()].concat();
    let script =
        [frame(b'C', b"SELECT 1\0"), frame(b'N', b"SNOTICE\0Mtext\0\0"), frame(b'C', b"SELECT 1\0"), ready()];
    let query = [prepared, rows.clone(), rows].concat();
    let whole =
        [query.clone(), numbers, streamed, script.concat(), error("ERROR", "42601"), ready()].concat();
    let sessions = [
        [&[0x00][..], &query].concat(),
        [&[0x7f][..], &whole].concat(),
        [&[0x8f][..], &welcome().concat(), &query].concat(),
    ];
    write("values", values)?;
    write("messages", messages.iter().map(|message| [&message[..1], &message[5..]].concat()))?;
    write("frames", messages.iter().cloned().chain([messages.concat()]))?;
    write("sessions", sessions)
}

fn write(target: &str, seeds: impl IntoIterator<Item = Vec<u8>>) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
    fs::create_dir_all(&folder)?;
    for (number, seed) in seeds.into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{number:02}")), seed)?;
    }
    Ok(())
}
