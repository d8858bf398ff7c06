//! `bytea` as `Vec<u8>`, `Box<[u8]>` and `bytes::Bytes`; `[u8]` and `[u8; N]` as parameters: the manual's page
//! "Binary Data Types".

use bytes::Bytes;

use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

const BYTEA: &SqlType = &SqlType::builtin("bytea", 17, 1001);

#[diagnostic::do_not_recommend]
impl Encode for [u8] {
    const TYPE: &'static SqlType = BYTEA;

    #[inline]
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(self);
        Ok(())
    }

    #[inline]
    fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_sized(self)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<Vec<u8>> for [u8] {}

#[diagnostic::do_not_recommend]
impl Encode for Bytes {
    const TYPE: &'static SqlType = BYTEA;

    #[inline]
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(self);
        Ok(())
    }

    #[inline]
    fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_sized(self)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<Vec<u8>> for Bytes {}

macro_rules! owned {
    ($($rust:ty: $from:expr;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl Value for $rust {
            type Borrowed<'r> = &'r [u8];
            type Class = Vec<u8>;

            #[inline]
            fn decode(raw: &[u8]) -> Result<Self, ValueError> {
                Ok(($from)(raw))
            }

            #[inline]
            fn decode_borrowed(raw: &[u8]) -> Result<&[u8], ValueError> {
                Ok(raw)
            }
        }
    )+};
}

owned! {
    Vec<u8>: <[u8]>::to_vec;
    Box<[u8]>: Self::from;
    Bytes: Bytes::copy_from_slice;
}

#[cfg(test)]
mod tests {
    use super::super::check::{bytes_of, round_trips};
    use super::*;

    #[test]
    fn bytes_are_themselves() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes_of(&all), all);
        assert_eq!(bytes_of(all.as_slice()), all);
        assert_eq!(bytes_of(&[1_u8, 0]), [1, 0]);
        assert_eq!(bytes_of(&Bytes::from_static(b"ab")), b"ab");
        round_trips(&Vec::<u8>::new());
        round_trips(&all);
        round_trips(&Bytes::from(all.clone()));
        round_trips(&all.clone().into_boxed_slice());
        assert_eq!(<Vec<u8>>::decode_borrowed(&all).ok(), Some(all.as_slice()));
    }

    #[test]
    fn only_bytea_is_bytes() {
        assert!(<Vec<u8>>::accepts(17) && !<Vec<u8>>::accepts(25) && !Bytes::accepts(1002));
        assert_eq!(<[u8; 2]>::TYPE, <Vec<u8>>::TYPE);
    }
}
