//! Rows that are kept as they came, until all has gone well.

use crate::connection::Sink;
use crate::error::Error;
use crate::value::Columns;
use crate::wire::Rows;

/// Keeps the bytes of rows.
#[derive(Debug, Default)]
pub(super) struct RawRows {
    bytes: Vec<u8>,
    /// Where each row ends.
    ends: Vec<usize>,
}

impl RawRows {
    /// The rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = Columns<'_>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| Columns::new(self.bytes.get(start..*end).unwrap_or_default()))
    }

    /// The first row, if there is one.
    pub(super) fn first(&self) -> Option<Columns<'_>> {
        self.iter().next()
    }
}

impl Sink for RawRows {
    fn take(&mut self, rows: &mut Rows<'_>) -> Result<(), Error> {
        while let Some(mut columns) = rows.next()? {
            while !columns.is_empty() {
                let value = columns.next()?;
                let length = value.map_or(Ok(-1), |raw| i32::try_from(raw.len()));
                let length = length.map_err(|_| Error::protocol("a value is longer than a message"))?;
                self.bytes.extend_from_slice(&length.to_be_bytes());
                self.bytes.extend_from_slice(value.unwrap_or_default());
            }
            self.ends.push(self.bytes.len());
        }
        Ok(())
    }
}
