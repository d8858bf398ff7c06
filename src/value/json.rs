//! `jsonb` as `serde_json::Value` and as [`Json<T>`] (feature `serde_json-1`): the manual's page "JSON Types".
//!
//! A `json` column is decoded too. A parameter is always sent as `jsonb`, which PostgreSQL turns into `json` where it is
//! stored. `jsonb` cannot hold the character U+0000 in a string, which the server says.

use std::io;
use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as AnyJson;
use serde_json::error::Category;

use super::{Bindable, Encode, Encoder, SqlType, Value, class};
use crate::error::ValueError;

const JSONB: &SqlType = &SqlType::builtin("jsonb", 3802, 3807);

/// The OID of `json`.
const JSON: u32 = 114;

/// The first byte of `jsonb`, before its text. No JSON text begins with this byte, so it tells `jsonb` from `json`.
const VERSION: u8 = 1;

/// A value of any type that serde knows, stored as `jsonb`.
///
/// Numbers are read as `serde_json` reads them: its features `float_roundtrip` and `arbitrary_precision` say how exactly.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use piton::value::Json;
///
/// let mut limits = Json(BTreeMap::from([("requests", 100)]));
/// limits.insert("bytes", 1_000_000); // dereferences to what it holds
/// assert_eq!(limits.0.len(), 2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Json<T>(
    /// What is stored.
    pub T,
);

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Json(value)
    }
}

impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Json<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Json)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Encode for Json<T> {
    const TYPE: &'static SqlType = JSONB;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        write(&self.0, out)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned + Send + 'static> Value for Json<T> {
    type Borrowed<'r> = Self;
    type Class = class::Jsonb;

    fn accepts(oid: u32) -> bool {
        is_json(oid)
    }

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        read(raw).map(Json)
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> Bindable<class::Jsonb> for Json<T> {}

#[diagnostic::do_not_recommend]
impl Encode for AnyJson {
    const TYPE: &'static SqlType = JSONB;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        write(self, out)
    }
}

#[diagnostic::do_not_recommend]
impl Value for AnyJson {
    type Borrowed<'r> = Self;
    type Class = class::Jsonb;

    fn accepts(oid: u32) -> bool {
        is_json(oid)
    }

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        read(raw)
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<class::Jsonb> for AnyJson {}

fn is_json(oid: u32) -> bool {
    oid == JSONB.oid || oid == JSON
}

/// Lets serde write into an [`Encoder`].
struct Sink<'e>(&'e mut Encoder);

impl io::Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.put(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write<T: Serialize>(value: &T, out: &mut Encoder) -> Result<(), ValueError> {
    out.put(&[VERSION]);
    serde_json::to_writer(Sink(out), value).map_err(|_| {
        // What serde says may quote the value.
        ValueError::new(format!(
            "a `{}` cannot be written as JSON: it has a map whose keys are not strings, or its `Serialize` failed",
            std::any::type_name::<T>()
        ))
    })
}

fn read<T: DeserializeOwned>(raw: &[u8]) -> Result<T, ValueError> {
    let text = raw.strip_prefix(&[VERSION]).unwrap_or(raw);
    serde_json::from_slice(text).map_err(|error| unreadable(&error, std::any::type_name::<T>()))
}

#[cold]
#[inline(never)]
fn unreadable(error: &serde_json::Error, rust: &str) -> ValueError {
    // What serde says may quote the value, its position does not.
    let what = match error.classify() {
        Category::Data => format!("the JSON does not have the shape of `{rust}`"),
        Category::Syntax | Category::Eof | Category::Io => {
            "the JSON is malformed or nested too deep".to_owned()
        }
    };
    ValueError::new(format!("{what}, at line {} and column {}", error.line(), error.column()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use postgres_types::Type;
    use serde_json::json;

    use super::super::check::{
        bytes_of, decodes, encode_error, refuses, same, survives_damage, survives_noise,
    };
    use super::*;

    #[test]
    fn jsonb_is_a_version_and_text() {
        assert_eq!(bytes_of(&Json([1, 2])), b"\x01[1,2]");
        same(&json!({"a": [1, null, "ß", 1.5, true]}), &Type::JSONB);
        decodes(&bytes_of(&json!({"a": 1})), &Json(BTreeMap::from([("a".to_owned(), 1)])));
    }

    #[test]
    fn json_is_text() {
        decodes(b"[1, 2]", &Json(vec![1, 2]));
        decodes(b" \"x\"", &json!("x"));
        assert!(AnyJson::accepts(114) && AnyJson::accepts(3802) && !AnyJson::accepts(25));
        assert!(<Vec<AnyJson>>::accepts(3807) && <Vec<Json<i32>>>::accepts(199));
    }

    #[test]
    fn errors_do_not_quote() {
        for raw in [&b"\x01\"secret\""[..], b"{\"secret\": 1}"] {
            let error = Json::<Vec<i32>>::decode(raw).map_err(|error| error.to_string());
            assert!(error.is_err_and(
                |error| error.contains("shape of `alloc::vec::Vec<i32>`") && !error.contains("secret")
            ));
        }
        refuses::<AnyJson>(b"", "malformed");
        refuses::<AnyJson>(b"\x01", "malformed");
        refuses::<AnyJson>(b"\x02{}", "malformed");
        refuses::<AnyJson>(b"\x01{} x", "line 1 and column 4");
        refuses::<AnyJson>(b"\x01\"\xff\"", "malformed");
        assert!(encode_error(&Json(BTreeMap::from([(vec![1], 1)]))).contains("keys are not strings"));
    }

    #[test]
    fn depth_and_damage_are_refused() {
        refuses::<AnyJson>(&[b'['; 100_000], "nested too deep");
        survives_damage::<AnyJson>(&bytes_of(&json!({"a": [1, null, "ß"]})));
        survives_noise::<AnyJson>();
    }
}
