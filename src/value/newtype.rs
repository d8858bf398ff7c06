//! What `#[derive(Value)]` expands to: everything goes through one trait, so that a field which is no value is
//! reported once, at the field.

use super::{Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// A struct around one value.
pub trait Newtype: Sized {
    /// The value's type.
    type Inner: Value;

    /// The struct around a value.
    fn wrap(inner: Self::Inner) -> Self;

    /// The value in the struct.
    fn inner(&self) -> &Self::Inner;
}

/// The type that the value in the struct is sent as.
#[must_use]
pub const fn sql_type<N: Newtype>() -> &'static SqlType {
    <N::Inner as Encode>::TYPE
}

/// Encodes the value in the struct.
///
/// # Errors
///
/// As [`Encode::encode`].
#[inline]
pub fn encode<N: Newtype>(value: &N, out: &mut Encoder) -> Result<(), ValueError> {
    value.inner().encode(out)
}

/// Whether the value in the struct can be decoded from this type.
#[inline]
#[must_use]
pub fn accepts<N: Newtype>(oid: u32) -> bool {
    N::Inner::accepts(oid)
}

/// Decodes the value, and wraps it.
///
/// # Errors
///
/// As [`Value::decode`].
#[inline]
pub fn decode<N: Newtype>(raw: &[u8]) -> Result<N, ValueError> {
    N::Inner::decode(raw).map(N::wrap)
}
