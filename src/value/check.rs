//! What the tests of every family check.
#![allow(clippy::panic, reason = "a failed check is a failed test")]

use std::fmt::Debug;

use super::{Encode, Encoder, Value};

/// The bytes of an encoded value, without its length.
#[track_caller]
pub(super) fn bytes_of<V: Encode + ?Sized>(value: &V) -> Vec<u8> {
    let mut out = Encoder::default();
    match value.encode(&mut out) {
        Ok(()) => out.as_bytes().to_vec(),
        Err(error) => panic!("{error}"),
    }
}

/// The message of the error of a value that cannot be encoded.
#[track_caller]
pub(super) fn encode_error<V: Encode + ?Sized>(value: &V) -> String {
    match value.encode(&mut Encoder::default()) {
        Ok(()) => panic!("the value was encoded"),
        Err(error) => error.to_string(),
    }
}

/// A value is the same after encoding and decoding, and no shorter input decodes if `V` has a fixed length.
#[track_caller]
pub(super) fn round_trips<V: Value + PartialEq + Debug>(value: &V) {
    decodes(&bytes_of(value), value);
}

/// Bytes decode to a value.
#[track_caller]
pub(super) fn decodes<V: Value + PartialEq + Debug>(raw: &[u8], value: &V) {
    match V::decode(raw) {
        Ok(decoded) => assert_eq!(&decoded, value),
        Err(error) => panic!("{error}"),
    }
    assert!(V::decode_borrowed(raw).is_ok());
}

/// Bytes are refused, owned and borrowed, with a message that contains a text.
#[track_caller]
pub(super) fn refuses<V: Value>(raw: &[u8], message: &str) {
    let owned = V::decode(raw).err().map(|error| error.to_string());
    let borrowed = V::decode_borrowed(raw).err().map(|error| error.to_string());
    assert_eq!(owned, borrowed);
    match owned {
        Some(error) => assert!(error.contains(message), "{error}"),
        None => panic!("{raw:?} was decoded"),
    }
}

/// Every length but one is refused.
#[track_caller]
pub(super) fn only_length<V: Value>(length: usize) {
    for other in (0..length + 20).filter(|other| *other != length) {
        refuses::<V>(&vec![0; other], &format!("has {length} bytes, found {other}"));
    }
}

/// No input panics: bytes that follow no pattern, of every length up to 64, most of them small numbers.
pub(super) fn survives_noise<V: Value>() {
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    for round in 0..20_000_usize {
        let raw: Vec<u8> = (0..round % 65).map(|_| noise.byte()).collect();
        let owned = V::decode(&raw).is_ok();
        assert_eq!(owned, V::decode_borrowed(&raw).is_ok());
    }
}

/// Every cut and every changed byte of a valid value decodes or is refused, and does not panic.
pub(super) fn survives_damage<V: Value>(valid: &[u8]) {
    for end in 0..valid.len() {
        for cut in [valid.get(..end), valid.get(end + 1..)].into_iter().flatten() {
            assert_eq!(V::decode(cut).is_ok(), V::decode_borrowed(cut).is_ok());
        }
        for byte in [0, 1, 2, 3, 0x7f, 0x80, 0xff] {
            let mut changed = valid.to_vec();
            if let Some(place) = changed.get_mut(end) {
                *place = byte;
            }
            assert_eq!(V::decode(&changed).is_ok(), V::decode_borrowed(&changed).is_ok());
        }
    }
}

/// A generator of numbers (xorshift).
struct Noise(u64);

impl Noise {
    fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let [byte, kind, ..] = self.0.to_be_bytes();
        if kind < 128 { byte } else { byte % 4 }
    }
}

/// The bytes are those that `postgres_types` writes, and decode to the value.
#[track_caller]
#[cfg_attr(not(feature = "chrono-0_4"), allow(dead_code, reason = "used by the types of other crates"))]
pub(super) fn same<V: Value + postgres_types::ToSql + PartialEq>(value: &V, ty: &postgres_types::Type) {
    agrees(value, ty);
    round_trips(value);
}

/// The bytes are those that `postgres_types` writes.
#[track_caller]
#[cfg_attr(not(feature = "uuid-1"), allow(dead_code, reason = "used by the types of other crates"))]
pub(super) fn agrees<V: Encode + postgres_types::ToSql>(value: &V, ty: &postgres_types::Type) {
    let mut theirs = bytes::BytesMut::new();
    assert!(value.to_sql(ty, &mut theirs).is_ok());
    assert_eq!(bytes_of(value), theirs);
    assert_eq!(V::TYPE.oid, ty.oid());
    assert_eq!(
        postgres_types::Type::from_oid(V::TYPE.oid).as_ref().map(postgres_types::Type::name),
        Some(V::TYPE.name)
    );
    let array = postgres_types::Type::from_oid(V::TYPE.array_oid);
    assert!(array.is_some_and(|array| *array.kind() == postgres_types::Kind::Array(ty.clone())));
}
