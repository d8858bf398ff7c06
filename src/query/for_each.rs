//! Rows that are borrowed from the read buffer.

use std::marker::PhantomData;

use crate::connection::{Finish, Outcome, Rows, Sink};
use crate::error::Error;
use crate::value::{Row, decode_row_borrowed};

/// Calls a closure with every row.
#[derive(Debug)]
pub struct ForEach<R, F> {
    each: F,
    count: u64,
    row: PhantomData<fn() -> R>,
}

impl<R, F> ForEach<R, F> {
    pub(super) fn new(each: F) -> Self {
        ForEach { each, count: 0, row: PhantomData }
    }
}

// The closure is never pinned, whatever it captures.
impl<R, F> Unpin for ForEach<R, F> {}

impl<R: Row, F: for<'r> FnMut(R::Borrowed<'r>) + Send> Sink for ForEach<R, F> {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            (self.each)(decode_row_borrowed::<R>(&mut columns)?);
            self.count += 1;
        }
        Ok(())
    }
}

impl<R: Row, F: for<'r> FnMut(R::Borrowed<'r>) + Send> Finish for ForEach<R, F> {
    type Output = u64;

    /// How many rows there were.
    fn finish(&mut self, _: Outcome) -> Result<u64, Error> {
        Ok(self.count)
    }
}
