//! What arrays are made of, and how each kind of element is written and read.

use postgres_types::{Kind, Type};

use super::{Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// The first OID that PostgreSQL gives to types that are created later than the database.
pub(super) const FIRST_CREATED_OID: u32 = 16384;

/// What the elements of an array can be: values, `Option`s of values, and rows: tables' structs and tuples.
// A row is no value, so that it is no column's type and no parameter. An array of rows is a value, because an array is one
// column of a result. So the two kinds meet here, and `Form` tells them apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that PostgreSQL has a type for",
    label = "not a SQL value",
    note = "for a newtype or an enum of your own, derive `Value` or `PgEnum`; types of other crates are features of piton"
)]
pub trait ArrayItem {
    /// How it is written and read: [`Single`], [`Maybe`] or [`Record`](super::Record).
    type Form;
}

/// Elements that are values.
#[derive(Debug)]
pub enum Single {}

/// Elements that are values or NULL.
#[derive(Debug)]
pub enum Maybe {}

#[diagnostic::do_not_recommend]
impl<V: Encode> ArrayItem for V {
    type Form = Single;
}

#[diagnostic::do_not_recommend]
impl<V: Encode> ArrayItem for Option<V> {
    type Form = Maybe;
}

/// How elements of the type `T` are written.
pub trait EncodeForm<T> {
    /// The type of an element.
    const TYPE: &'static SqlType;

    /// Whether the element is NULL.
    fn is_null(value: &T) -> bool;

    /// Appends the element with its length before it.
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    fn put(value: &T, out: &mut Encoder) -> Result<(), ValueError>;
}

/// How elements of the type `T` are read.
pub trait DecodeForm<T>: EncodeForm<T> {
    /// See [`Value::Borrowed`].
    type Borrowed<'r>;
    /// See [`Value::Class`].
    type Class;
    /// An element has at least so many bytes, its length included.
    const LEAST: usize;

    /// Whether a column with this type OID is an array of such elements.
    fn accepts(array: u32) -> bool;

    /// Whether an array's elements, which carry this OID, are such.
    ///
    /// The type of the column was checked when its statement was prepared. What is left is a created type: that of `T`,
    /// or the one that the column was declared with in the place of `T`'s.
    fn is(element: u32) -> bool;

    /// Reads an element.
    ///
    /// # Errors
    ///
    /// As [`Value::decode`].
    fn decode(raw: Option<&[u8]>) -> Result<T, ValueError>;

    /// Reads an element without copying what can be borrowed.
    ///
    /// # Errors
    ///
    /// As [`Value::decode`].
    fn decode_borrowed(raw: Option<&[u8]>) -> Result<Self::Borrowed<'_>, ValueError>;
}

impl<V: Encode> EncodeForm<V> for Single {
    const TYPE: &'static SqlType = V::TYPE;

    fn is_null(_: &V) -> bool {
        false
    }

    #[inline]
    fn put(value: &V, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_value(value)
    }
}

impl<V: Encode> EncodeForm<Option<V>> for Maybe {
    const TYPE: &'static SqlType = V::TYPE;

    fn is_null(value: &Option<V>) -> bool {
        value.is_none()
    }

    #[inline]
    fn put(value: &Option<V>, out: &mut Encoder) -> Result<(), ValueError> {
        match value {
            Some(value) => out.put_value(value),
            None => {
                out.put_null();
                Ok(())
            }
        }
    }
}

impl<T: Value> DecodeForm<T> for Single {
    type Borrowed<'r> = T::Borrowed<'r>;
    type Class = T::Class;
    const LEAST: usize = 4;

    fn accepts(array: u32) -> bool {
        accepts_elements::<T>(array)
    }

    #[inline]
    fn is(element: u32) -> bool {
        is_value::<T>(element)
    }

    #[inline]
    fn decode(raw: Option<&[u8]>) -> Result<T, ValueError> {
        T::decode(raw.ok_or_else(null)?)
    }

    #[inline]
    fn decode_borrowed(raw: Option<&[u8]>) -> Result<T::Borrowed<'_>, ValueError> {
        T::decode_borrowed(raw.ok_or_else(null)?)
    }
}

impl<T: Value> DecodeForm<Option<T>> for Maybe {
    type Borrowed<'r> = Option<T::Borrowed<'r>>;
    type Class = T::Class;
    const LEAST: usize = 4;

    fn accepts(array: u32) -> bool {
        accepts_elements::<T>(array)
    }

    #[inline]
    fn is(element: u32) -> bool {
        is_value::<T>(element)
    }

    #[inline]
    fn decode(raw: Option<&[u8]>) -> Result<Option<T>, ValueError> {
        raw.map(T::decode).transpose()
    }

    #[inline]
    fn decode_borrowed(raw: Option<&[u8]>) -> Result<Option<T::Borrowed<'_>>, ValueError> {
        raw.map(T::decode_borrowed).transpose()
    }
}

#[cold]
#[inline(never)]
fn null() -> ValueError {
    ValueError::new("it is NULL, for which the Rust type must be `Vec<Option<T>>` and not `Vec<T>`")
}

fn accepts_elements<T: Value>(oid: u32) -> bool {
    // A custom type has array OID 0 as well, which no column has.
    (oid != 0 && oid == T::TYPE.array_oid)
        || Type::from_oid(oid).is_some_and(|array| match array.kind() {
            Kind::Array(element) => T::accepts(element.oid()),
            _ => false,
        })
}

/// Whether a value that stands inside of another one, and carries this OID, is one of `T`. See [`DecodeForm::is`].
#[inline]
pub(super) fn is_value<T: Value>(oid: u32) -> bool {
    oid != 0 && (T::accepts(oid) || T::TYPE.is_custom() || oid >= FIRST_CREATED_OID)
}
