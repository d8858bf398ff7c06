//! How much memory the rows of a result may take.

use super::Connection;
use super::flight::Flight;
use crate::error::{Error, Kind, TooLarge};

/// Limits of what is kept in memory.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    row: Option<usize>,
    result: Option<u64>,
}

impl Connection {
    /// Refuses rows that are longer, in bytes; none with `None`, as it is unless it is said otherwise: then a row can have
    /// up to a gigabyte, and the read buffer with it.
    ///
    /// Rows that have a place in the read buffer of 32 KiB are never refused. What is refused is not read, so the
    /// connection is closed by it: the error is one for which [`is_too_large`](Error::is_too_large) and
    /// [`is_closed`](Error::is_closed) are true.
    pub fn set_row_limit(&mut self, bytes: impl Into<Option<usize>>) {
        self.session.limits.row = bytes.into();
    }

    /// Refuses results whose rows take more together, in bytes as they come from the server; none with `None`, as it is
    /// unless it is said otherwise.
    ///
    /// It is the limit of each statement that is executed as a whole. A [stream](Connection::stream) keeps one row at a
    /// time and has none. The rest of what is refused is read and thrown away, so the connection can be used on; the
    /// error is one for which [`is_too_large`](Error::is_too_large) is true. A statement that changes data has been
    /// executed then.
    pub fn set_result_limit(&mut self, bytes: impl Into<Option<u64>>) {
        self.session.limits.result = bytes.into();
    }

    /// Checks the row of which a part is in the read buffer.
    pub(super) fn check_row(&self) -> Result<(), Error> {
        let Some(limit) = self.session.limits.row else { return Ok(()) };
        match self.input.unread() {
            [b'D', a, b, c, d, ..] if u32::from_be_bytes([*a, *b, *c, *d]) as usize > limit => {
                Err(Error::new(Kind::TooLarge(TooLarge::Row, u64::try_from(limit).unwrap_or(u64::MAX))))
            }
            _ => Ok(()),
        }
    }
}

impl Limits {
    /// Counts rows that were taken.
    pub(super) fn count(self, flight: &mut Flight, bytes: usize) {
        flight.leg.taken += bytes as u64;
        if let Some(limit) = self.result.filter(|limit| flight.leg.taken > *limit) {
            flight.fail(Error::new(Kind::TooLarge(TooLarge::Result, limit)));
        }
    }
}
