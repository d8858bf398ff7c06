//! Rows in the read buffer.

use super::frame::{MAX_LENGTH, bad_length};
use crate::error::Error;
use crate::value::Columns;

/// A forward iterator over the rows that have arrived completely.
#[derive(Debug)]
pub struct Rows<'b> {
    rest: &'b [u8],
    start: usize,
    width: u16,
}

impl<'b> Rows<'b> {
    /// Rows of `width` columns at the start of `bytes`, up to the first message that is not a row.
    pub(crate) fn new(bytes: &'b [u8], width: u16) -> Self {
        Rows { rest: bytes, start: bytes.len(), width }
    }

    /// The next row, `None` if the rest has not arrived yet or there are no more.
    ///
    /// # Errors
    ///
    /// The row has not as many columns as its description, or its message is malformed.
    #[inline]
    #[allow(clippy::should_implement_trait, reason = "it fails, and an iterator's `next` does not")]
    pub fn next(&mut self) -> Result<Option<Columns<'b>>, Error> {
        let Some((&[b'D', a, b, c, d], after)) = self.rest.split_first_chunk::<5>() else { return Ok(None) };
        let length = u32::from_be_bytes([a, b, c, d]);
        if !(6..=MAX_LENGTH).contains(&length) {
            return Err(bad_length(b'D', length));
        }
        let Some((body, rest)) = usize::try_from(length - 4).ok().and_then(|n| after.split_at_checked(n))
        else {
            return Ok(None);
        };
        let Some((width, columns)) = body.split_first_chunk::<2>() else {
            return Err(bad_length(b'D', length));
        };
        let width = u16::from_be_bytes(*width);
        if width != self.width {
            return Err(bad_width(width, self.width));
        }
        self.rest = rest;
        Ok(Some(Columns::new(columns)))
    }

    /// Walks past the rows that are left, and says how many bytes all rows took.
    pub(crate) fn finish(mut self) -> Result<usize, Error> {
        while self.next()?.is_some() {}
        Ok(self.taken())
    }

    /// How many bytes the rows took so far.
    pub(crate) fn taken(&self) -> usize {
        self.start - self.rest.len()
    }
}

#[cold]
#[inline(never)]
fn bad_width(found: u16, described: u16) -> Error {
    Error::protocol(format!("a row has {found} columns and its description has {described}"))
}
