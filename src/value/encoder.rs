//! Where parameters are written.

use std::fmt;
use std::ops::Range;

use super::{Encode, SqlType};
use crate::error::ValueError;

/// A buffer of parameters in PostgreSQL's binary format, each with its length before it.
///
/// Values are written through [`Encode`]. OIDs that only the database knows leave a gap, which the connection
/// fills before it sends.
#[derive(Clone, Default)]
pub struct Encoder {
    bytes: Vec<u8>,
    gaps: Vec<Gap>,
    /// The type that the elements of the next array have instead of their own.
    element: Option<&'static SqlType>,
}

/// Four bytes at `at` that will hold the OID of a type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    pub(crate) at: usize,
    pub(crate) ty: &'static SqlType,
}

impl Encoder {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Encoder { bytes: Vec::with_capacity(bytes), gaps: Vec::new(), element: None }
    }

    /// Appends bytes.
    #[inline]
    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends the OID of a type, or a gap for it.
    pub fn put_oid(&mut self, ty: &'static SqlType) {
        let ty = self.element.unwrap_or(ty);
        if ty.is_custom() {
            self.gaps.push(Gap { at: self.bytes.len(), ty });
        }
        self.put(&ty.oid.to_be_bytes());
    }

    /// Appends a value with its length before it.
    ///
    /// # Errors
    ///
    /// The value has no representation in its PostgreSQL type, or one of more than `i32::MAX` bytes. Nothing is
    /// left of it in the buffer then.
    #[inline]
    pub fn put_value<V: Encode + ?Sized>(&mut self, value: &V) -> Result<(), ValueError> {
        self.put_with(|out| value.encode(out))
    }

    /// As [`put_value`](Encoder::put_value), of a value that `write` appends.
    #[inline]
    pub(crate) fn put_with(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        let start = self.bytes.len();
        self.put(&[0; 4]);
        let written = write(self).and_then(|()| self.close_length(start));
        if written.is_err() {
            self.truncate(start);
        }
        written
    }

    /// Gives the elements of arrays another type than their own.
    pub(crate) fn set_element(&mut self, ty: Option<&'static SqlType>) {
        self.element = ty;
    }

    /// Appends NULL.
    pub fn put_null(&mut self) {
        self.put(&(-1_i32).to_be_bytes());
    }

    /// Appends values of another buffer, with the gaps in them.
    #[inline]
    pub(crate) fn append(&mut self, other: &Encoder, range: Range<usize>) {
        let start = self.bytes.len();
        if !other.gaps.is_empty() {
            // They lie in the order of their places.
            let first = other.gaps.partition_point(|gap| gap.at < range.start);
            let inside = other.gaps.iter().skip(first).take_while(|gap| gap.at < range.end);
            self.gaps.extend(inside.map(|gap| Gap { at: gap.at - range.start + start, ty: gap.ty }));
        }
        self.put(other.bytes.get(range).unwrap_or_default());
    }

    /// Appends the value that lies in another buffer at `start`, its length before it. Where none lies it is NULL.
    #[inline]
    pub(crate) fn copy_value(&mut self, other: &Encoder, start: usize) {
        let Some((length, _)) = other.bytes.get(start..).and_then(<[u8]>::split_first_chunk::<4>) else {
            return self.put_null();
        };
        let length = usize::try_from(i32::from_be_bytes(*length)).unwrap_or(0) + 4;
        self.append(other, start..start + length);
    }

    #[inline]
    fn close_length(&mut self, start: usize) -> Result<(), ValueError> {
        let length = i32::try_from(self.bytes.len() - start - 4).map_err(|_| {
            ValueError::new("the value is longer than the 2147483647 bytes that the protocol can carry")
        })?;
        if let Some(place) = self.bytes.get_mut(start..start + 4) {
            place.copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    }

    /// Forgets what was written, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.gaps.clear();
    }

    /// Forgets what was written behind a place.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length);
        self.gaps.retain(|gap| gap.at < length);
    }

    /// Everything that was written.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Everything that was written, without the gaps.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }
}

impl fmt::Debug for Encoder {
    /// How many bytes there are; what they are is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").field("length", &self.bytes.len()).finish_non_exhaustive()
    }
}
