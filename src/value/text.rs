//! `text` and its relatives as `String`, `Box<str>`, `Arc<str>` and `Cow<'static, str>`; `str` as a parameter:
//! the manual's page "Character Types".
//!
//! A parameter is sent as `text`, which PostgreSQL turns into `varchar`, `char(n)` or `name` where it is stored. The
//! padding of a `char(n)` column is part of what is received. PostgreSQL cannot store the character U+0000: a
//! parameter that contains it is an error here.

use std::borrow::Cow;
use std::sync::Arc;

use super::fixed::bindable;
use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

const TEXT: &SqlType = &SqlType::builtin("text", 25, 1009);

/// Types whose binary format is plain text: text, varchar, bpchar, name, unknown, xml.
#[inline]
fn is_text(oid: u32) -> bool {
    matches!(oid, 25 | 1043 | 1042 | 19 | 705 | 142)
}

#[diagnostic::do_not_recommend]
impl Encode for str {
    const TYPE: &'static SqlType = TEXT;

    #[inline]
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(storable(self)?);
        Ok(())
    }

    #[inline]
    fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_sized(storable(self)?)
    }
}

/// The text as bytes, if PostgreSQL can store it.
#[inline]
fn storable(text: &str) -> Result<&[u8], ValueError> {
    let bytes = text.as_bytes();
    if has_zero(bytes) { Err(zero()) } else { Ok(bytes) }
}

#[cold]
#[inline(never)]
fn zero() -> ValueError {
    ValueError::new("the text contains the character U+0000, which PostgreSQL cannot store")
}

/// Whether one of the bytes is zero: `contains`, which is slow for short texts, eight bytes at a time.
#[inline]
fn has_zero(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks::<8>();
    let ones = u64::from_ne_bytes([1; 8]);
    let zero = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        word.wrapping_sub(ones) & !word & (ones << 7)
    };
    words.iter().fold(0, |found, word| found | zero(word)) != 0 || rest.contains(&0)
}

bindable!(str: String);

#[inline]
fn text(raw: &[u8]) -> Result<&str, ValueError> {
    std::str::from_utf8(raw).map_err(|error| not_utf8(error.valid_up_to()))
}

#[cold]
#[inline(never)]
fn not_utf8(at: usize) -> ValueError {
    ValueError::new(format!("the text is not valid UTF-8 from its byte {at} on"))
}

macro_rules! owned {
    ($($rust:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl Encode for $rust {
            const TYPE: &'static SqlType = TEXT;

            #[inline]
            fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
                str::encode(self, out)
            }

            #[inline]
            fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
                str::encode_sized(self, out)
            }
        }

        #[diagnostic::do_not_recommend]
        impl Value for $rust {
            type Borrowed<'r> = &'r str;
            type Class = String;

            #[inline]
            fn accepts(oid: u32) -> bool {
                is_text(oid)
            }

            #[inline]
            fn decode(raw: &[u8]) -> Result<Self, ValueError> {
                text(raw).map(Self::from)
            }

            #[inline]
            fn decode_borrowed(raw: &[u8]) -> Result<&str, ValueError> {
                text(raw)
            }
        }

        bindable!($rust: String);
    )+};
}

owned!(String, Box<str>, Arc<str>);

#[diagnostic::do_not_recommend]
impl Encode for Cow<'_, str> {
    const TYPE: &'static SqlType = TEXT;

    #[inline]
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        str::encode(self, out)
    }

    #[inline]
    fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
        str::encode_sized(self, out)
    }
}

#[diagnostic::do_not_recommend]
impl Value for Cow<'static, str> {
    type Borrowed<'r> = &'r str;
    type Class = String;

    #[inline]
    fn accepts(oid: u32) -> bool {
        is_text(oid)
    }

    #[inline]
    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        text(raw).map(|text| Cow::Owned(text.to_owned()))
    }

    #[inline]
    fn decode_borrowed(raw: &[u8]) -> Result<&str, ValueError> {
        text(raw)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<String> for Cow<'_, str> {}

#[cfg(test)]
mod tests {
    use super::super::check::{bytes_of, encode_error, refuses, round_trips, survives_noise};
    use super::*;

    #[test]
    fn text_is_its_bytes() {
        assert_eq!(bytes_of("é"), [0xc3, 0xa9]);
        assert_eq!(bytes_of(&"é"), [0xc3, 0xa9]);
        round_trips(&String::new());
        round_trips(&"a text".to_owned());
        round_trips::<Box<str>>(&"ß".into());
        round_trips::<Arc<str>>(&"ß".into());
        round_trips::<Cow<'static, str>>(&"ß".into());
        assert_eq!(String::decode_borrowed(b"abc").ok(), Some("abc"));
    }

    #[test]
    fn a_zero_is_found_wherever_it_is() {
        for length in 0..40 {
            for byte in [1, 0x7f, 0x80, 0x81, 0xff] {
                let bytes = vec![byte; length];
                assert!(!has_zero(&bytes), "{length} times {byte}");
                for at in 0..length {
                    let bytes: Vec<u8> = (0..length).map(|n| if n == at { 0 } else { byte }).collect();
                    assert!(has_zero(&bytes), "{length} times {byte}, zero at {at}");
                }
            }
        }
    }

    #[test]
    fn a_nul_is_refused_and_nothing_is_printed() {
        for text in ["\0", "secret\0", "\0secret"] {
            let message = encode_error(text);
            assert!(message.contains("U+0000") && !message.contains("secret"), "{message}");
        }
    }

    #[test]
    fn invalid_utf8_is_refused() {
        refuses::<String>(b"ab\xff", "not valid UTF-8 from its byte 2 on");
        refuses::<Arc<str>>(&[0xc3], "not valid UTF-8 from its byte 0 on");
        refuses::<Cow<'static, str>>(&[0xed, 0xa0, 0x80], "not valid UTF-8");
        survives_noise::<String>();
    }

    #[test]
    fn json_and_bytea_are_not_text() {
        for oid in [25, 1043, 1042, 19, 705, 142] {
            assert!(String::accepts(oid));
        }
        for oid in [17, 18, 114, 3802, 1009] {
            assert!(!String::accepts(oid));
        }
    }
}
