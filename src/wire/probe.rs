//! What a server can say, read from any bytes and forgotten: for tests, and for the fuzz targets.

use super::authentication::{Authentication, Policy};
use super::backend::negotiate_version;
use super::frame::split;
use super::*;
use crate::error::Error;

/// Reads the body of a message.
pub(crate) fn message(tag: u8, body: &[u8]) -> Result<(), Error> {
    match tag {
        b'R' => Authentication::new("user", Some(b"password"), Policy::lax()).receive(body, &mut Vec::new()),
        b'Z' => TransactionStatus::read(body).map(drop),
        b'C' => command_tag(body).map(affected_rows).map(|_| ()),
        b'S' => parameter_status(body).map(drop),
        b'K' => key_data(body).map(drop),
        b'A' => notification(body).map(drop),
        b'E' | b'N' => report(body).map(drop),
        b'T' => row_description(body).map(drop),
        b't' => parameter_description(body).map(drop),
        b'G' | b'H' => copy::CopyFormat::read(body).map(drop),
        b'v' => negotiate_version(body).map(drop),
        b'd' => copy::after_header(body).and_then(|rows| copy::row(rows, 2)).map(drop),
        _ => Ok(()),
    }
}

/// Cuts bytes into messages and reads each of them; the messages of an authentication as those of one.
pub(crate) fn stream(bytes: &[u8]) -> Result<(), Error> {
    let mut authentication = Authentication::new("user", Some(b"password"), Policy::lax());
    let mut rest = bytes;
    while let Some(frame) = split(rest)? {
        let mut taken = frame.size();
        match frame.tag {
            b'R' => authentication.receive(frame.body, &mut Vec::new())?,
            b'D' => taken = rows(rest)?,
            tag => message(tag, frame.body)?,
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Ok(())
}

/// Reads the rows at the start of bytes, of as many columns as the first one says; and says how many bytes they take.
fn rows(bytes: &[u8]) -> Result<usize, Error> {
    let width = bytes.get(5..7).and_then(|width| width.first_chunk()).copied().unwrap_or_default();
    let width = u16::from_be_bytes(width);
    let mut rows = Rows::new(bytes, width);
    while let Some(mut columns) = rows.next()? {
        for _ in 0..width {
            columns.next()?;
        }
        columns.finish()?;
    }
    Ok(rows.taken())
}
