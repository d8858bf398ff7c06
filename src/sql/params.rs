//! The parameters of a statement.

use std::ops::Range;

use crate::error::{Error, Kind, ValueError};
use crate::value::{Encode, Encoder, SqlType};

/// Parameters, encoded when they were bound, with the types that they were encoded as.
#[derive(Clone, Debug, Default)]
pub struct Params {
    pub(super) values: Encoder,
    /// The ends of long values, which are not copied behind their beginnings.
    pub(super) ends: Vec<End>,
    pub(super) types: Vec<&'static SqlType>,
    failed: Option<Failed>,
}

/// The end of a value, whose beginning ends at `at` among the others.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) at: usize,
    pub(super) values: Encoder,
}

/// The first parameter that could not be encoded. It is reported when the statement is executed, because
/// building a query cannot fail.
#[derive(Clone, Debug)]
struct Failed {
    /// How many were bound before it.
    index: usize,
    why: String,
}

impl Params {
    pub(super) fn with_capacity(params: usize) -> Self {
        Params {
            values: Encoder::with_capacity(params * 8),
            ends: Vec::new(),
            types: Vec::with_capacity(params),
            failed: None,
        }
    }

    /// Adds a value.
    #[inline]
    pub fn bind<V: Encode + ?Sized>(&mut self, value: &V) {
        self.bind_with(V::TYPE, |values| values.put_value(value));
    }

    /// Adds what `put` appends: a value of this type with its length before it, or NULL. Of one that fails it leaves
    /// nothing.
    #[inline]
    pub(super) fn bind_with(
        &mut self,
        ty: &'static SqlType,
        put: impl FnOnce(&mut Encoder) -> Result<(), ValueError>,
    ) {
        if let Err(why) = put(&mut self.values) {
            self.fail(&why);
            self.values.put_null();
        }
        self.types.push(ty);
    }

    /// Adds a long value: what `begin` appends, and `end` behind it. If `begin` fails, it leaves nothing.
    pub(super) fn bind_long(
        &mut self,
        ty: &'static SqlType,
        begin: impl FnOnce(&mut Encoder) -> Result<(), ValueError>,
        end: Encoder,
    ) {
        match self.values.put_beginning(end.as_bytes().len(), begin) {
            Ok(()) => self.ends.push(End { at: self.values.as_bytes().len(), values: end }),
            Err(why) => {
                self.fail(&why);
                self.values.put_null();
            }
        }
        self.types.push(ty);
    }

    /// Adds a value that may be NULL.
    pub fn bind_option<V: Encode + ?Sized>(&mut self, value: Option<&V>) {
        match value {
            Some(value) => self.bind(value),
            None => {
                self.values.put_null();
                self.types.push(V::TYPE);
            }
        }
    }

    /// Adds a value as another type, see [`Statement::bind_as`](super::Statement::bind_as).
    pub(super) fn bind_as<V: Encode + ?Sized>(
        &mut self,
        value: Option<&V>,
        ty: &'static SqlType,
        element: Option<&'static SqlType>,
    ) {
        self.values.set_element(element);
        self.bind_option(value);
        self.values.set_element(None);
        if let Some(last) = self.types.last_mut() {
            *last = ty;
        }
    }

    /// Adds parameters of others: those of a range, which lie in a range of bytes.
    pub(super) fn append(&mut self, others: &Params, range: Range<usize>, bytes: Range<usize>) {
        let start = self.values.as_bytes().len();
        let ends = others.ends_in(bytes.clone());
        self.ends
            .extend(ends.map(|end| End { at: end.at - bytes.start + start, values: end.values.clone() }));
        self.values.append(&others.values, bytes);
        self.types.extend_from_slice(others.types.get(range).unwrap_or_default());
    }

    /// The ends of the values whose beginnings lie in a range of bytes.
    pub(super) fn ends_in(&self, bytes: Range<usize>) -> impl Iterator<Item = &End> {
        // A beginning has a length, and is not empty.
        self.ends.iter().filter(move |end| bytes.start < end.at && end.at <= bytes.end)
    }

    /// Whether one of them cannot be sent.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Fails if the others did and these did not; `index` is where the failed one is now, from where it was.
    pub(super) fn inherit(&mut self, others: &Params, index: impl FnOnce(usize) -> usize) {
        if let (None, Some(failed)) = (&self.failed, &others.failed) {
            self.failed = Some(Failed { index: index(failed.index), why: failed.why.clone() });
        }
    }

    /// As [`inherit`](Params::inherit), if the failed one is in the range, which begins at `start` now.
    pub(super) fn inherit_from(&mut self, others: &Params, range: Range<usize>, start: usize) {
        if others.failed.as_ref().is_some_and(|failed| range.contains(&failed.index)) {
            self.inherit(others, |index| start + index - range.start);
        }
    }

    #[cold]
    fn fail(&mut self, why: &ValueError) {
        let index = self.types.len();
        self.failed.get_or_insert_with(|| Failed { index, why: why.to_string() });
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// The error of the first parameter that could not be encoded; `number` is that of a parameter's placeholder.
    pub(super) fn check(&self, number: impl FnOnce(usize) -> usize) -> Result<(), Error> {
        match &self.failed {
            None => Ok(()),
            Some(Failed { index, why }) => {
                Err(Error::with_source(Kind::Encode(number(*index)), ValueError::new(why.clone())))
            }
        }
    }
}
