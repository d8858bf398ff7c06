//! All types that values are decoded to, each with the bytes of a value; and what must hold of any other bytes.
#![allow(clippy::missing_panics_doc, clippy::panic, reason = "what does not hold is a failed test")]

use std::borrow::Cow;
use std::sync::Arc;

use piton::value::{
    Columns, Encoder, Interval, Json, JsonPath, Multirange, Numeric, Range, TsQuery, TsVector, Value,
    decode_row, decode_row_borrowed,
};

/// A type that values are decoded to.
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    /// Its name in Rust.
    pub name: &'static str,
    /// Decodes bytes, and says whether they are a value.
    pub decode: fn(&[u8]) -> bool,
    /// The bytes of a value.
    pub sample: fn() -> Vec<u8>,
}

/// Decodes bytes in both ways. What is a value can be encoded, unless PostgreSQL cannot store it; and is the same value
/// when it comes back.
fn decode<T: Value>(raw: &[u8]) -> bool {
    let value = T::decode(raw);
    assert_eq!(value.is_ok(), T::decode_borrowed(raw).is_ok(), "borrowed and owned differ");
    let Ok(value) = value else { return false };
    let mut first = Encoder::default();
    if value.encode(&mut first).is_ok() {
        let again =
            T::decode(first.as_bytes()).unwrap_or_else(|error| panic!("it does not come back: {error}"));
        let mut second = Encoder::default();
        again.encode(&mut second).unwrap_or_else(|error| panic!("it is not sent again: {error}"));
        assert_eq!(first.as_bytes(), second.as_bytes(), "it is another value when it comes back");
    }
    true
}

/// As [`decode`], of JSON, whose numbers change: without its feature `float_roundtrip`, serde_json does not read each as
/// the nearest one that there is.
fn decode_json<T: Value>(raw: &[u8]) -> bool {
    let value = T::decode(raw);
    assert_eq!(value.is_ok(), T::decode_borrowed(raw).is_ok(), "borrowed and owned differ");
    let Ok(value) = value else { return false };
    let mut out = Encoder::default();
    assert!(value.encode(&mut out).is_err() || T::decode(out.as_bytes()).is_ok(), "it does not come back");
    true
}

/// A row of several columns.
type Several = (i32, Option<String>, (bool, Vec<Option<i64>>), Option<(Numeric, f64)>);

fn decode_several(raw: &[u8]) -> bool {
    let row = decode_row::<Several>(&mut Columns::new(raw));
    let borrowed = decode_row_borrowed::<Several>(&mut Columns::new(raw));
    assert_eq!(row.is_ok(), borrowed.is_ok(), "borrowed and owned differ");
    row.is_ok()
}

/// Rows inside of an array.
fn decode_records(raw: &[u8]) -> bool {
    Vec::<(i32, Option<String>)>::decode(raw).is_ok()
}

fn encoded<T: Value>(value: &T) -> Vec<u8> {
    let mut out = Encoder::default();
    value.encode(&mut out).unwrap_or_else(|error| panic!("{error}"));
    out.as_bytes().to_vec()
}

fn read<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no value"))
}

macro_rules! decoders {
    ($($type:ty: $value:expr;)+) => {
        &[
            Decoder { name: "a row", decode: decode_several, sample: several },
            Decoder { name: "records", decode: decode_records, sample: records },
            Decoder { name: "TsVector", decode: decode_ts_vector, sample: ts_vector },
            Decoder { name: "TsQuery", decode: decode::<TsQuery>, sample: ts_query },
            Decoder { name: "Json", decode: decode_json::<Json<Vec<String>>>, sample: json },
            Decoder { name: "serde_json::Value", decode: decode_json::<serde_json::Value>, sample: json },
            $(Decoder { name: stringify!($type), decode: decode::<$type>, sample: || encoded::<$type>(&$value) },)+
        ]
    };
}

/// `'cat:1A dog'`
fn ts_vector() -> Vec<u8> {
    b"\0\0\0\x02cat\0\0\x01\xc0\x01dog\0\0\0".to_vec()
}

/// `'cat'`
fn ts_query() -> Vec<u8> {
    b"\0\0\0\x01\x01\0\0cat\0".to_vec()
}

fn json() -> Vec<u8> {
    encoded(&Json(vec!["a".to_owned(), "\u{e9}\n".to_owned()]))
}

/// Also reads its words.
fn decode_ts_vector(raw: &[u8]) -> bool {
    TsVector::decode(raw).is_ok_and(|vector| vector.lexemes().is_ok())
}

/// The values of [`Several`], each with its length.
fn several() -> Vec<u8> {
    let mut out = Encoder::default();
    let put = |out: &mut Encoder| {
        out.put_value(&7_i32)?;
        out.put_value("text")?;
        out.put_value(&true)?;
        out.put_value(&vec![Some(1_i64), None])?;
        out.put_value(&Numeric::from(12))?;
        out.put_value(&1.5_f64)
    };
    put(&mut out).unwrap_or_else(|error| panic!("{error}"));
    out.as_bytes().to_vec()
}

/// `ARRAY[ROW(7, 'text')]` and an array's head before it.
fn records() -> Vec<u8> {
    let record = [&b"\0\0\0\x02\0\0\0\x17\0\0\0\x04\0\0\0\x07\0\0\0\x19\0\0\0\x04"[..], b"text"].concat();
    let length = u32::try_from(record.len()).unwrap_or_default().to_be_bytes();
    [&b"\0\0\0\x01\0\0\0\0\0\0\x08\xc9\0\0\0\x01\0\0\0\x01"[..], &length, &record].concat()
}

/// All of them. A new one goes to the end, so that what the fuzz targets found keeps its meaning.
pub const DECODERS: &[Decoder] = decoders! {
    bool: true;
    i16: -2;
    i32: 70_000;
    i64: 1 << 40;
    f32: 1.5;
    f64: f64::NAN;
    String: "text".to_owned();
    Box<str>: "text".into();
    Arc<str>: "text".into();
    Cow<'static, str>: Cow::Borrowed("text");
    Vec<u8>: b"bytes".to_vec();
    bytes::Bytes: bytes::Bytes::from_static(b"bytes");
    Numeric: read("-12345.6789");
    rust_decimal::Decimal: read("-12345.6789");
    Interval: Interval { months: 14, days: -3, microseconds: 7 };
    JsonPath: JsonPath::new("$.items[*].price");
    uuid::Uuid: uuid::Uuid::from_u128(1 << 100);
    chrono::NaiveDate: read("2024-02-29");
    chrono::NaiveTime: read("23:59:59.999999");
    chrono::NaiveDateTime: read("2024-02-29T23:59:59.5");
    chrono::DateTime<chrono::Utc>: read("2024-02-29T23:59:59Z");
    jiff::civil::Date: read("2024-02-29");
    jiff::civil::Time: read("23:59:59.999999");
    jiff::civil::DateTime: read("2024-02-29T23:59:59.5");
    jiff::Timestamp: read("2024-02-29T23:59:59Z");
    time::Date: time::Date::MIN.replace_year(2024).unwrap_or(time::Date::MAX);
    time::Time: time::Time::MIDNIGHT;
    time::PrimitiveDateTime: time::PrimitiveDateTime::new(time::Date::from_ordinal_date(2024, 60).unwrap_or(time::Date::MIN), time::Time::MIDNIGHT);
    time::OffsetDateTime: time::OffsetDateTime::UNIX_EPOCH;
    Vec<i32>: vec![1, 2, 3];
    Vec<Option<String>>: vec![Some("a".to_owned()), None];
    Vec<bool>: Vec::new();
    Vec<Numeric>: vec![read("1.5")];
    Vec<chrono::NaiveDate>: vec![read("2024-02-29")];
    Range<i32>: Range::from(1..10);
    Range<i64>: Range::Empty;
    Range<Numeric>: Range::from(read::<Numeric>("1.5")..);
    Range<chrono::NaiveDate>: Range::from(..read::<chrono::NaiveDate>("2024-02-29"));
    Multirange<i32>: Multirange(vec![Range::from(1..3), Range::from(5..)]);
};
