//! Rows inside of a row: the elements of a `record[]`, which `ARRAY(SELECT ROW(..) ..)` makes.
//!
//! A record is the number of its fields, and each field the OID of its type, its length and its bytes. It can be received
//! and not be sent: PostgreSQL takes no anonymous record as a parameter.

use std::error::Error as _;

use super::array_item::{ArrayItem, DecodeForm, EncodeForm, FIRST_CREATED_OID};
use super::{Columns, Encoder, Row, Shape, SqlType};
use crate::error::{Error, ValueError};

/// Elements that are rows.
#[derive(Debug)]
pub enum Record {}

const RECORD: &SqlType = &SqlType::builtin("record", 2249, 2287);

impl<R> EncodeForm<R> for Record {
    const TYPE: &'static SqlType = RECORD;

    fn is_null(_: &R) -> bool {
        false
    }

    fn put(_: &R, _: &mut Encoder) -> Result<(), ValueError> {
        Err(ValueError::new("PostgreSQL takes no rows as parameters"))
    }
}

impl<R: Row + 'static> DecodeForm<R> for Record {
    type Borrowed<'r> = R::Borrowed<'r>;
    type Class = R;
    // The lengths of the record and of its fields, the number of these, and their OIDs.
    const LEAST: usize = 8 + 8 * R::WIDTH;

    fn accepts(array: u32) -> bool {
        array == RECORD.array_oid
    }

    #[inline]
    fn is(element: u32) -> bool {
        element == RECORD.oid || element >= FIRST_CREATED_OID
    }

    #[inline]
    fn decode(raw: Option<&[u8]>) -> Result<R, ValueError> {
        let mut columns = fields(raw, R::WIDTH)?;
        match R::decode(&mut columns) {
            Ok(row) if columns.finish().is_ok() => Ok(row),
            Ok(_) => Err(malformed()),
            Err(error) => Err(at_field(&error, &columns, R::describe)),
        }
    }

    #[inline]
    fn decode_borrowed(raw: Option<&[u8]>) -> Result<R::Borrowed<'_>, ValueError> {
        let mut columns = fields(raw, R::WIDTH)?;
        match R::decode_borrowed(&mut columns) {
            Ok(row) if columns.finish().is_ok() => Ok(row),
            Ok(_) => Err(malformed()),
            Err(error) => Err(at_field(&error, &columns, R::describe)),
        }
    }
}

/// A cursor over the fields of a record.
#[inline]
fn fields(raw: Option<&[u8]>, width: usize) -> Result<Columns<'_>, ValueError> {
    let Some(raw) = raw else { return Err(ValueError::new("it is NULL, and a row was expected")) };
    let (count, fields) = raw.split_first_chunk::<4>().ok_or_else(malformed)?;
    let count = i32::from_be_bytes(*count);
    if usize::try_from(count) != Ok(width) {
        return Err(ValueError::new(format!("the row has {count} fields, expected {width}")));
    }
    Ok(Columns::of_record(fields))
}

#[cold]
#[inline(never)]
fn malformed() -> ValueError {
    ValueError::new("the row's fields and its length do not fit together")
}

/// Names the field that was taken last.
#[cold]
#[inline(never)]
fn at_field(error: &Error, columns: &Columns<'_>, describe: fn(&mut Shape)) -> ValueError {
    let Some(cause) = error.source() else { return malformed() };
    let number = columns.taken();
    let mut shape = Shape::default();
    describe(&mut shape);
    let field = number.checked_sub(1).and_then(|index| shape.columns.get(index)).and_then(|spec| spec.field);
    match field {
        Some((owner, field)) => ValueError::new(format!("{owner}.{field}: {cause}")),
        None => ValueError::new(format!("field {number} of the row: {cause}")),
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Row),+> ArrayItem for ($($name,)+) {
            type Form = Record;
        }
    };
}

crate::for_each_tuple!(tuples);

#[cfg(test)]
mod tests;
