//! Sinks for rows that are kept.

use super::executor::{Finish, Outcome, Sink};
use crate::error::{Error, Kind};
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

// Rows are never pinned, whatever they are.
impl<R> Unpin for Collect<R> {}

impl<R: Row> Sink for Collect<R> {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            self.0.push(decode_row(&mut columns)?);
        }
        Ok(())
    }

    fn may_share(&self) -> bool {
        true
    }
}

impl<R: Row> Finish for Collect<R> {
    type Output = Vec<R>;

    fn finish(&mut self, _: Outcome) -> Result<Vec<R>, Error> {
        Ok(std::mem::take(&mut self.0))
    }
}

/// Keeps the first row, if there is one.
#[derive(Clone, Debug)]
pub struct First<R>(Option<R>);

impl<R> Default for First<R> {
    fn default() -> Self {
        First(None)
    }
}

impl<R> Unpin for First<R> {}

impl<R: Row> Sink for First<R> {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        if self.0.is_none()
            && let Some(mut columns) = rows.next()?
        {
            self.0 = Some(decode_row(&mut columns)?);
        }
        Ok(())
    }

    fn may_share(&self) -> bool {
        true
    }
}

impl<R: Row> Finish for First<R> {
    type Output = Option<R>;

    fn finish(&mut self, _: Outcome) -> Result<Option<R>, Error> {
        Ok(self.0.take())
    }
}

/// Keeps the first row, and refuses to be without one.
#[derive(Clone, Debug)]
pub struct Only<R> {
    first: First<R>,
    count: usize,
    unique: bool,
}

impl<R> Only<R> {
    /// Whatever follows the first row is left out.
    pub(crate) fn first() -> Self {
        Only { first: First::default(), count: 0, unique: false }
    }

    /// Nothing may follow the first row.
    pub(crate) fn unique() -> Self {
        Only { first: First::default(), count: 0, unique: true }
    }
}

impl<R: Row> Sink for Only<R> {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        let before = self.first.0.is_some();
        self.first.take(rows)?;
        self.count += usize::from(!before && self.first.0.is_some());
        while self.unique && self.count < 2 && rows.next()?.is_some() {
            self.count += 1;
        }
        Ok(())
    }

    fn may_share(&self) -> bool {
        true
    }
}

impl<R: Row> Finish for Only<R> {
    type Output = R;

    fn finish(&mut self, outcome: Outcome) -> Result<R, Error> {
        if self.count > 1 {
            return Err(Error::new(Kind::TooManyRows));
        }
        self.first.finish(outcome)?.ok_or_else(|| Error::new(Kind::NotFound))
    }
}

/// Throws all rows away, and counts what the statement did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Discard;

impl Sink for Discard {
    fn take(&mut self, _: &mut Rows<'_>) -> Result<(), Error> {
        Ok(())
    }

    fn may_share(&self) -> bool {
        true
    }
}

impl Finish for Discard {
    type Output = u64;

    fn finish(&mut self, outcome: Outcome) -> Result<u64, Error> {
        Ok(outcome.affected().unwrap_or_default())
    }
}
