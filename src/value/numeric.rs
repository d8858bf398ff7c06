//! `numeric`, without the loss of any digit.

use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// A PostgreSQL `numeric` of any size: what `avg` of integers and `sum` of `i64` give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numeric {
    raw: Box<[u8]>,
}

impl Encode for Numeric {
    const TYPE: &'static SqlType = &SqlType::builtin("numeric", 1700, 1231);

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(&self.raw);
        Ok(())
    }
}

impl Value for Numeric {
    type Borrowed<'r> = Numeric;
    type Class = Numeric;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        Ok(Numeric { raw: raw.into() })
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Numeric, ValueError> {
        Numeric::decode(raw)
    }
}

impl Bindable<Numeric> for Numeric {}
