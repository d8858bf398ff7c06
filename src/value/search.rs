//! `tsvector`, `tsquery` and `jsonpath`: the manual's pages "Text Search Types" and "JSON Types".

use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// A document for text search, as the server keeps it: words with their positions.
///
/// It is made by the server, with [`to_tsvector`](crate::functions::to_tsvector); here its words can be read, and it can be
/// sent back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TsVector(Box<[u8]>);

/// A query of text search, as the server keeps it.
///
/// It is made by the server, with [`websearch_to_tsquery`](crate::functions::websearch_to_tsquery) and its like; it can be
/// kept and sent back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TsQuery(Box<[u8]>);

/// A path into JSON, such as `$.items[*].price`.
///
/// ```
/// use piton::value::JsonPath;
///
/// let path = JsonPath::new("$.items[*].price");
/// assert_eq!(path.as_str(), "$.items[*].price");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JsonPath(String);

impl TsVector {
    /// The words, in order, each with how many positions it has.
    ///
    /// # Errors
    ///
    /// The server sent something else.
    pub fn lexemes(&self) -> Result<Vec<(&str, usize)>, ValueError> {
        let (count, mut rest) = self.0.split_first_chunk::<4>().ok_or_else(malformed)?;
        let count = usize::try_from(i32::from_be_bytes(*count)).map_err(|_| malformed())?;
        let mut lexemes = Vec::new();
        for _ in 0..count {
            let end = rest.iter().position(|byte| *byte == 0).ok_or_else(malformed)?;
            let (word, after) = rest.split_at_checked(end).ok_or_else(malformed)?;
            let after = after.get(1..).ok_or_else(malformed)?;
            let (positions, after) = after.split_first_chunk::<2>().ok_or_else(malformed)?;
            let positions = usize::from(u16::from_be_bytes(*positions));
            rest = after.get(positions * 2..).ok_or_else(malformed)?;
            lexemes.push((std::str::from_utf8(word).map_err(|_| malformed())?, positions));
        }
        if rest.is_empty() { Ok(lexemes) } else { Err(malformed()) }
    }
}

#[cold]
fn malformed() -> ValueError {
    ValueError::new("the bytes are no tsvector")
}

impl JsonPath {
    /// A path, which the server reads.
    pub fn new(path: impl Into<String>) -> Self {
        JsonPath(path.into())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! opaque {
    ($($type:ident $name:literal $oid:literal $array:literal;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Encode for $type {
            const TYPE: &'static SqlType = &SqlType::builtin($name, $oid, $array);

            fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
                out.put(&self.0);
                Ok(())
            }
        }

        #[diagnostic::do_not_recommend]
        impl Value for $type {
            type Borrowed<'r> = Self;
            type Class = Self;

            fn decode(raw: &[u8]) -> Result<Self, ValueError> {
                Ok($type(raw.into()))
            }

            fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
                Self::decode(raw)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Bindable<$type> for $type {}
    )+};
}

opaque! {
    TsVector "tsvector" 3614 3643;
    TsQuery "tsquery" 3615 3645;
}

/// The first byte of `jsonpath`, before its text.
const VERSION: u8 = 1;

#[diagnostic::do_not_recommend]
impl Encode for JsonPath {
    const TYPE: &'static SqlType = &SqlType::builtin("jsonpath", 4072, 4073);

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(&[VERSION]);
        self.0.encode(out)
    }
}

#[diagnostic::do_not_recommend]
impl Value for JsonPath {
    type Borrowed<'r> = Self;
    type Class = Self;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        let text =
            raw.strip_prefix(&[VERSION]).ok_or_else(|| ValueError::new("an unknown version of jsonpath"))?;
        String::decode(text).map(JsonPath)
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<JsonPath> for JsonPath {}

#[cfg(test)]
mod tests {
    use super::super::check::{bytes_of, refuses, round_trips, survives_noise};
    use super::*;

    #[test]
    fn a_path_is_a_version_and_text() {
        assert_eq!(bytes_of(&JsonPath::new("$.a")), b"\x01$.a");
        round_trips(&JsonPath::new("$[*]"));
        refuses::<JsonPath>(b"$.a", "unknown version");
        survives_noise::<JsonPath>();
    }

    #[test]
    fn words_are_read_from_a_document() {
        let raw = b"\0\0\0\x02cat\0\0\x01\0\x03dog\0\0\0";
        let words = |raw: &[u8]| {
            TsVector::decode(raw).and_then(|vector| {
                vector
                    .lexemes()
                    .map(|words| words.into_iter().map(|(word, count)| (word.to_owned(), count)).collect())
            })
        };
        let found: Result<Vec<(String, _)>, _> = words(raw);
        assert_eq!(found.ok(), Some(vec![("cat".to_owned(), 1), ("dog".to_owned(), 0)]));
        assert_eq!(TsVector::decode(raw).map(|vector| bytes_of(&vector)).ok().as_deref(), Some(&raw[..]));
        for end in 0..raw.len() {
            assert!(words(raw.get(..end).unwrap_or_default()).is_err());
        }
        assert!(words(&[0x7f, 255, 255, 255]).is_err());
    }
}
