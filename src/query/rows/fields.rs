//! The values of several columns together, in tuples of up to sixteen: each table's code is then one call for sixteen
//! columns, and the compiler has that much less of it to check.

use super::put_column;
use crate::error::{Error, ValueError};
use crate::table::Field;
use crate::value::{Columns, Encoder, Row};

/// A tuple of up to sixteen columns.
pub trait FieldTuple {
    /// The values of the columns.
    type Values;
    /// The same, borrowed.
    type Refs<'v>;

    /// Takes the columns off the cursor.
    ///
    /// # Errors
    ///
    /// A value cannot be decoded.
    fn decode(columns: &mut Columns<'_>) -> Result<Self::Values, Error>;

    /// Appends the value of one of the columns, counted from zero, with its length before it, or NULL.
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    fn put(values: Self::Refs<'_>, column: usize, out: &mut Encoder) -> Result<(), ValueError>;
}

macro_rules! fields {
    ($($field:ident)+) => { fields!(@numbered [] [$($field)+] 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15); };
    (@numbered [$($done:tt)*] [$field:ident $($fields:ident)*] $number:tt $($numbers:tt)*) => {
        fields!(@numbered [$($done)* ($field $number)] [$($fields)*] $($numbers)*);
    };
    (@numbered [$(($field:ident $number:tt))+] [] $($numbers:tt)*) => {
        impl<$($field: Field),+> FieldTuple for ($($field,)+) {
            type Values = ($($field::Type,)+);
            type Refs<'v> = ($(&'v $field::Type,)+);

            #[inline(always)]
            fn decode(columns: &mut Columns<'_>) -> Result<Self::Values, Error> {
                Ok(($(<$field::Type as Row>::decode(columns)?,)+))
            }

            #[inline(always)]
            fn put(values: Self::Refs<'_>, column: usize, out: &mut Encoder) -> Result<(), ValueError> {
                match column {
                    $($number => put_column::<$field>(values.$number, out),)+
                    _ => Ok(()),
                }
            }
        }
    };
}

crate::for_each_tuple!(fields);
