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
    /// What most values do without.
    types: Option<Box<Types>>,
}

/// Types that values name in their bytes.
#[derive(Clone, Default)]
struct Types {
    /// In the order of their places.
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
        Self::from_bytes(Vec::with_capacity(bytes))
    }

    /// Goes on behind values without gaps.
    #[inline]
    pub(crate) fn from_bytes(bytes: Vec<u8>) -> Self {
        Encoder { bytes, types: None }
    }

    /// Appends bytes.
    #[inline]
    pub fn put(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends the OID of a type, or a gap for it.
    pub fn put_oid(&mut self, ty: &'static SqlType) {
        let ty = self.types.as_ref().and_then(|types| types.element).unwrap_or(ty);
        if ty.is_custom() {
            let gap = Gap { at: self.bytes.len(), ty };
            self.types.get_or_insert_default().gaps.push(gap);
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
        value.encode_sized(self)
    }

    /// Appends the bytes of a value of up to 16 bytes with their length before them.
    #[inline]
    pub(crate) fn put_fixed<const N: usize>(&mut self, value: [u8; N]) {
        const { assert!(N <= 16) };
        let length = u32::try_from(N).unwrap_or(0);
        if let Some(value) = value.as_slice().first_chunk::<4>().filter(|_| N == 4) {
            // One store, which is one load for whoever copies it.
            let sized = u64::from(length) << 32 | u64::from(u32::from_be_bytes(*value));
            self.put(&sized.to_be_bytes());
        } else {
            self.bytes.reserve(4 + N);
            self.put(&length.to_be_bytes());
            self.put(&value);
        }
    }

    /// Appends the bytes of a value with their length before them.
    #[inline]
    pub(crate) fn put_sized(&mut self, value: &[u8]) -> Result<(), ValueError> {
        let length = i32::try_from(value.len()).map_err(|_| too_long())?;
        self.bytes.extend_from_slice(&length.to_be_bytes());
        self.bytes.extend_from_slice(value);
        Ok(())
    }

    /// As [`put_value`](Encoder::put_value), of a value that `write` appends.
    #[inline]
    pub(crate) fn put_with(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        self.put_beginning(0, write)
    }

    /// As [`put_with`](Encoder::put_with), of a value that goes on behind what `write` appends: so many bytes more.
    #[inline]
    pub(crate) fn put_beginning(
        &mut self,
        more: usize,
        write: impl FnOnce(&mut Self) -> Result<(), ValueError>,
    ) -> Result<(), ValueError> {
        let start = self.bytes.len();
        self.put(&[0; 4]);
        let written = write(self).and_then(|()| self.close_length(start, more));
        if written.is_err() {
            self.truncate(start);
        }
        written
    }

    /// Gives the elements of arrays another type than their own.
    #[inline]
    pub(crate) fn set_element(&mut self, ty: Option<&'static SqlType>) {
        if ty.is_some() || self.types.is_some() {
            self.types.get_or_insert_default().element = ty;
        }
    }

    /// Appends NULL.
    pub fn put_null(&mut self) {
        self.put(&(-1_i32).to_be_bytes());
    }

    /// Appends values of another buffer, with the gaps in them.
    #[inline]
    pub(crate) fn append(&mut self, other: &Encoder, range: Range<usize>) {
        if other.types.is_some() {
            self.append_typed(other, range);
        } else {
            self.put(other.bytes.get(range).unwrap_or_default());
        }
    }

    #[cold]
    #[inline(never)]
    fn append_typed(&mut self, other: &Encoder, range: Range<usize>) {
        let (start, gaps) = (self.bytes.len(), other.gaps());
        let first = gaps.partition_point(|gap| gap.at < range.start);
        let inside = gaps.iter().skip(first).take_while(|gap| gap.at < range.end);
        let moved = inside.map(|gap| Gap { at: gap.at - range.start + start, ty: gap.ty });
        self.types.get_or_insert_default().gaps.extend(moved);
        self.put(other.bytes.get(range).unwrap_or_default());
    }

    /// Makes room for so many bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.bytes.reserve(bytes);
    }

    /// Appends the value that lies in another buffer at `start`, its length before it. Where none lies it is NULL.
    #[inline(always)]
    pub(crate) fn copy_value(&mut self, other: &Encoder, start: usize) {
        let Some(rest) = other.bytes.get(start..) else { return self.put_null() };
        let Some(length) = rest.first_chunk::<4>() else { return self.put_null() };
        let length = i32::from_be_bytes(*length);
        // Of a known length a copy is a store.
        if length == 4
            && let Some(value) = rest.first_chunk::<8>()
        {
            self.bytes.extend_from_slice(&u64::from_ne_bytes(*value).to_ne_bytes());
            return;
        }
        let length = usize::try_from(length).unwrap_or(0) + 4;
        if other.types.is_some() {
            self.append_typed(other, start..start + length);
        } else {
            self.bytes.extend_from_slice(rest.get(..length).unwrap_or_default());
        }
    }

    #[inline]
    fn close_length(&mut self, start: usize, more: usize) -> Result<(), ValueError> {
        let length =
            i32::try_from((self.bytes.len() - start - 4).saturating_add(more)).map_err(|_| too_long())?;
        if let Some(place) = self.bytes.get_mut(start..start + 4) {
            place.copy_from_slice(&length.to_be_bytes());
        }
        Ok(())
    }

    /// Forgets what was written, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.types = None;
    }

    /// Forgets what was written behind a place.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length);
        if let Some(types) = &mut self.types {
            types.gaps.retain(|gap| gap.at < length);
        }
    }

    /// Everything that was written.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How much can be written without making room.
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// Everything that was written, without the gaps.
    #[inline]
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn gaps(&self) -> &[Gap] {
        self.types.as_ref().map_or(&[], |types| &types.gaps)
    }
}

#[cold]
fn too_long() -> ValueError {
    ValueError::new("the value is longer than the 2147483647 bytes that the protocol can carry")
}

impl fmt::Debug for Encoder {
    /// How many bytes there are; what they are is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").field("length", &self.bytes.len()).finish_non_exhaustive()
    }
}
