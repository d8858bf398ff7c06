//! Values of a fixed length.

use super::SqlType;
use crate::error::ValueError;

/// The bytes as an array, if there are exactly as many as the type has.
#[inline]
pub(super) fn exactly<const N: usize>(raw: &[u8], ty: &'static SqlType) -> Result<[u8; N], ValueError> {
    match raw.try_into() {
        Ok(bytes) => Ok(bytes),
        Err(_) => Err(wrong_length(ty, N, raw.len())),
    }
}

#[cold]
#[inline(never)]
fn wrong_length(ty: &SqlType, expected: usize, found: usize) -> ValueError {
    ValueError::new(format!("a value of type {ty} has {expected} bytes, found {found}"))
}

/// `Encode`, `Value` and `Bindable` for a type that is copied between its bytes and itself.
macro_rules! fixed {
    ($($rust:ty, $class:ty: $ty:expr, $to:expr, $from:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl $crate::value::Encode for $rust {
            const TYPE: &'static $crate::value::SqlType = &$ty;

            #[inline]
            fn encode(&self, out: &mut $crate::value::Encoder) -> Result<(), $crate::error::ValueError> {
                let bytes = ($to)(self)?;
                out.put(&bytes);
                Ok(())
            }

            #[inline]
            fn encode_sized(&self, out: &mut $crate::value::Encoder) -> Result<(), $crate::error::ValueError> {
                out.put_fixed(($to)(self)?);
                Ok(())
            }
        }

        #[diagnostic::do_not_recommend]
        impl $crate::value::Value for $rust {
            type Borrowed<'r> = Self;
            type Class = $class;

            #[inline]
            fn decode(raw: &[u8]) -> Result<Self, $crate::error::ValueError> {
                let bytes = $crate::value::fixed::exactly(raw, <Self as $crate::value::Encode>::TYPE)?;
                ($from)(bytes)
            }

            #[inline]
            fn decode_borrowed(raw: &[u8]) -> Result<Self, $crate::error::ValueError> {
                <Self as $crate::value::Value>::decode(raw)
            }
        }

        $crate::value::fixed::bindable!($rust: $class);
    )+};
}

/// `Bindable` for a type that stands for its class.
macro_rules! bindable {
    ($rust:ty: $class:ty) => {
        #[diagnostic::do_not_recommend]
        impl $crate::value::Bindable<$class> for $rust {}
    };
}

pub(super) use {bindable, fixed};
