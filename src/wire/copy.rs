//! The binary format of COPY: the manual's page "COPY", section "Binary Format".

use super::cursor::Cursor;
use crate::error::Error;

/// What the data begins with: a signature, no flags, nothing that extends it.
pub(crate) const HEADER: &[u8; 19] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";

/// What the data ends with, in the place of a row's number of columns.
pub(crate) const TRAILER: [u8; 2] = (-1_i16).to_be_bytes();

/// How data goes to or from a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CopyFormat {
    pub(crate) binary: bool,
    pub(crate) columns: u16,
}

impl CopyFormat {
    /// Reads a `CopyInResponse` or a `CopyOutResponse`.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Error> {
        let mut cursor = Cursor::new(body);
        let binary = match cursor.u8()? {
            0 => false,
            1 => true,
            _ => return Err(Error::protocol("the format of a COPY is unknown")),
        };
        let columns = cursor.u16()?;
        for _ in 0..columns {
            // In binary data each column is binary; in text, which has none, none is.
            if cursor.u16()? != u16::from(binary) {
                return Err(Error::protocol("the columns of a COPY have another format than all of it"));
            }
        }
        cursor.finish()?;
        Ok(CopyFormat { binary, columns })
    }
}

/// Cuts the header off.
pub(crate) fn after_header(data: &[u8]) -> Result<&[u8], Error> {
    let mut cursor = Cursor::new(data);
    let rest = data.strip_prefix(HEADER.get(..11).unwrap_or_default());
    if rest.is_none() {
        return Err(Error::protocol("the data of a COPY does not begin with its signature"));
    }
    cursor.skip(11)?;
    // The upper half are flags that must be understood; one of them says that rows have OIDs, as they had before
    // PostgreSQL 12.
    if cursor.u32()? >> 16 != 0 {
        return Err(Error::protocol("the data of a COPY has flags that are not understood"));
    }
    let extension = usize::try_from(cursor.u32()?).unwrap_or(usize::MAX);
    cursor.skip(extension)?;
    Ok(cursor.rest())
}

/// A row's columns: the rest of a message that begins with it. `None` for the trailer.
pub(crate) fn row(data: &[u8], columns: u16) -> Result<Option<&[u8]>, Error> {
    let Some((count, rest)) = data.split_first_chunk::<2>() else {
        return Err(Error::protocol("a row of a COPY ends before it begins"));
    };
    if *count == TRAILER {
        return if rest.is_empty() {
            Ok(None)
        } else {
            Err(Error::protocol("the data of a COPY goes on after its end"))
        };
    }
    let count = u16::from_be_bytes(*count);
    if count == columns {
        Ok(Some(rest))
    } else {
        Err(Error::protocol(format!("a row of a COPY has {count} columns and not {columns}")))
    }
}
