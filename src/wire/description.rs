//! The descriptions of a statement's parameters and of its result.

use super::cursor::Cursor;
use crate::error::Error;

/// A column of a result, as the server describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: Box<str>,
    pub(crate) oid: u32,
}

/// Reads a `RowDescription`.
pub(crate) fn row_description(body: &[u8]) -> Result<Box<[Column]>, Error> {
    let mut cursor = Cursor::new(body);
    let count = usize::from(cursor.u16()?);
    // Each column takes 19 bytes at least, so room is made for no more than what is there.
    let mut columns = Vec::with_capacity(count.min(cursor.len() / 19));
    for _ in 0..count {
        let name = cursor.c_str()?.into();
        cursor.skip(6)?; // the table's OID and the column's number in it
        let oid = cursor.u32()?;
        cursor.skip(8)?; // the type's size and modifier, and the format
        columns.push(Column { name, oid });
    }
    cursor.finish()?;
    Ok(columns.into())
}

/// Reads a `ParameterDescription`: how many parameters the statement has.
pub(crate) fn parameter_description(body: &[u8]) -> Result<u16, Error> {
    let mut cursor = Cursor::new(body);
    let count = cursor.u16()?;
    cursor.skip(usize::from(count) * 4)?;
    cursor.finish()?;
    Ok(count)
}
