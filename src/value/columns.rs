//! A cursor over the values of one row.

use super::array_item::is_value;
use super::{SqlType, Value};
use crate::error::{Error, ValueError};

/// A forward cursor over the columns of one row, in the order of the SELECT list.
#[derive(Clone, Debug)]
pub struct Columns<'r> {
    row: &'r [u8],
    rest: &'r [u8],
    /// Whether each value has the OID of its type before its length, as in a record.
    typed: bool,
}

impl<'r> Columns<'r> {
    /// A cursor over values that each have their length, or -1 for NULL, before them.
    #[must_use]
    pub fn new(row: &'r [u8]) -> Self {
        Columns { row, rest: row, typed: false }
    }

    /// A cursor over the fields of a record: values that each have the OID of their type and their length before them.
    #[inline]
    pub(super) fn of_record(fields: &'r [u8]) -> Self {
        Columns { row: fields, rest: fields, typed: true }
    }

    /// The OID of the next field's type, in a record.
    #[inline]
    fn take_oid(&mut self) -> Result<u32, Error> {
        let Some((oid, rest)) = self.rest.split_first_chunk::<4>() else { return Err(truncated()) };
        self.rest = rest;
        Ok(u32::from_be_bytes(*oid))
    }

    /// The next column's bytes, of which a value of the type `T` is made.
    #[inline]
    pub(super) fn next_of<T: Value>(&mut self) -> Result<Option<&'r [u8]>, Error> {
        if !self.typed {
            return self.take();
        }
        let oid = self.take_oid()?;
        let raw = self.take()?;
        if is_value::<T>(oid) { Ok(raw) } else { Err(another_type(oid, T::TYPE)) }
    }

    /// The next column's bytes, `None` for NULL.
    ///
    /// # Errors
    ///
    /// The row ends before the column does.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it fails, and an iterator's `next` does not")]
    pub fn next(&mut self) -> Result<Option<&'r [u8]>, Error> {
        if self.typed {
            self.take_oid()?;
        }
        self.take()
    }

    #[inline]
    fn take(&mut self) -> Result<Option<&'r [u8]>, Error> {
        let Some((length, rest)) = self.rest.split_first_chunk::<4>() else { return Err(truncated()) };
        let length = i32::from_be_bytes(*length);
        if let Ok(length) = usize::try_from(length) {
            let Some((value, rest)) = rest.split_at_checked(length) else { return Err(truncated()) };
            self.rest = rest;
            Ok(Some(value))
        } else if length == -1 {
            self.rest = rest;
            Ok(None)
        } else {
            Err(truncated())
        }
    }

    /// Skips the next `width` columns if they are all NULL, and says whether it did.
    ///
    /// # Errors
    ///
    /// The row ends before the columns do.
    #[inline]
    pub fn skip_nulls(&mut self, width: usize) -> Result<bool, Error> {
        let mut ahead = self.clone();
        for _ in 0..width {
            if ahead.next()?.is_some() {
                return Ok(false);
            }
        }
        *self = ahead;
        Ok(true)
    }

    /// Whether no columns are left.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Fails if columns are left.
    ///
    /// # Errors
    ///
    /// Bytes are left in the row.
    #[inline]
    pub fn finish(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(truncated()) }
    }

    /// How many columns were taken; for messages, it walks the row again.
    pub(crate) fn taken(&self) -> usize {
        let mut columns = Columns { rest: self.row, ..self.clone() };
        let mut count = 0;
        while columns.rest.len() > self.rest.len() && columns.next().is_ok() {
            count += 1;
        }
        count
    }
}

#[cold]
#[inline(never)]
fn truncated() -> Error {
    Error::protocol("a row's columns do not fill its message")
}

#[cold]
#[inline(never)]
fn another_type(found: u32, expected: &SqlType) -> Error {
    Error::decode(ValueError::new(format!("it is of the type with OID {found}, expected {expected}")))
}
