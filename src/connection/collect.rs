//! Sinks for rows that are kept.

use super::executor::Sink;
use crate::error::Error;
use crate::value::{Row, decode_row};
use crate::wire::Rows;

/// Keeps all rows.
#[derive(Clone, Debug)]
pub struct Collect<R>(pub Vec<R>);

impl<R> Default for Collect<R> {
    fn default() -> Self {
        Collect(Vec::new())
    }
}

impl<R: Row> Sink for Collect<R> {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            self.0.push(decode_row(&mut columns)?);
        }
        Ok(())
    }
}

/// Keeps the first row, and counts all.
#[derive(Clone, Debug)]
pub struct First<R> {
    /// The first row, if there is one.
    pub row: Option<R>,
    /// How many rows there are.
    pub count: u64,
}

impl<R> Default for First<R> {
    fn default() -> Self {
        First { row: None, count: 0 }
    }
}

impl<R: Row> Sink for First<R> {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            if self.row.is_none() {
                self.row = Some(decode_row(&mut columns)?);
            }
            self.count += 1;
        }
        Ok(())
    }
}

/// Throws all rows away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Discard;

impl Sink for Discard {
    fn take(&mut self, _: &mut Rows<'_>) -> Result<(), Error> {
        Ok(())
    }
}
