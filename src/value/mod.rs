//! Rust types and PostgreSQL's binary format: one file a family of types.

mod array;
mod array_item;
mod boolean;
mod bytes;
mod calendar;
#[cfg(test)]
mod check;
#[cfg(feature = "chrono-0_4")]
mod chrono;
pub mod class;
mod columns;
#[cfg(any(feature = "chrono-0_4", feature = "jiff-0_2", feature = "time-0_3"))]
mod datetime;
#[cfg(feature = "rust_decimal-1")]
mod decimal;
mod encoder;
mod fixed;
mod floats;
mod foreign;
mod integers;
mod interval;
#[cfg(feature = "jiff-0_2")]
mod jiff;
#[cfg(feature = "serde_json-1")]
mod json;
#[doc(hidden)]
pub mod newtype;
mod numeric;
mod range;
mod record;
mod row;
mod search;
mod sql_type;
mod text;
#[cfg(feature = "time-0_3")]
mod time;
#[cfg(feature = "uuid-1")]
mod uuid;

pub(crate) use array::{put_header, split_elements};
pub use array_item::{ArrayItem, DecodeForm, EncodeForm, Maybe, Single};
pub use calendar::Calendar;
pub use columns::Columns;
pub use encoder::Encoder;
pub use foreign::{Foreign, ForeignType};
pub use interval::Interval;
#[cfg(feature = "serde_json-1")]
pub use json::Json;
pub use numeric::Numeric;
pub use range::{Multirange, Range, RangeValue};
pub use record::Record;
pub use row::{ColumnSpec, Row, Shape, decode_row, decode_row_borrowed};
pub use search::{JsonPath, TsQuery, TsVector};
pub use sql_type::SqlType;

/// An enum of Rust as an enum of PostgreSQL.
///
/// The type's name and the labels are the names of enum and variants in snake case, unless they are given. The
/// options of the enum are `name`, `schema` and `rename_all`, which takes `snake_case`, `SCREAMING_SNAKE_CASE`,
/// `kebab-case`, `camelCase`, `PascalCase`, `lowercase` or `UPPERCASE`; that of a variant is `rename`.
///
/// The order of the variants is that of the labels when the type is created; PostgreSQL compares by it. See the
/// manual's page "Enumerated Types".
///
/// ```
/// use piton::value::{Encode, PgEnum, Value};
///
/// #[derive(PgEnum, Debug, PartialEq)]
/// enum OrderState {
///     New,
///     InTransit,
///     #[pg_enum(rename = "done")]
///     Delivered,
/// }
///
/// assert_eq!(OrderState::TYPE.to_string(), "order_state");
/// assert_eq!(OrderState::TYPE.labels, ["new", "in_transit", "done"]);
/// assert_eq!(OrderState::decode(b"done").unwrap(), OrderState::Delivered);
/// ```
pub use piton_derive::PgEnum;

/// A struct around one value, as a value of its own.
///
/// It is stored like the value in it, and compared only with its own kind: a `UserId` is no `OrderId`. With
/// `#[value(sql_type = "..")]` it has another PostgreSQL type with the same binary format, such as a domain or an
/// extension's type; `schema.name` is understood.
///
/// ```
/// use piton::value::{Encode, Value};
///
/// #[derive(Value, Clone, Copy, Debug, PartialEq)]
/// struct UserId(i32);
///
/// #[derive(Value, Clone, Debug, PartialEq)]
/// #[value(sql_type = "citext")]
/// struct Email(String);
///
/// assert_eq!(UserId::TYPE.to_string(), "int4");
/// assert_eq!(UserId::decode(&[0, 0, 0, 7]).unwrap(), UserId(7));
/// assert_eq!(Email::TYPE.to_string(), "citext");
/// ```
pub use piton_derive::Value;

use crate::error::ValueError;

/// Makes a struct a row: the result of raw SQL, or of any statement that it fits.
///
/// Each field takes the next column of the result, in their order; a field that is a row itself takes as many as it
/// has. The name of a column must be that of its field, or the one that `#[column(name = "..")]` gives: this is checked
/// once when the statement is prepared, as the types are. The fields of a tuple struct take columns of any name.
///
/// ```
/// use piton::prelude::*;
///
/// #[derive(Row)]
/// struct Adult {
///     id: i32,
///     #[column(name = "full_name")]
///     name: String,
///     children: Option<i64>,
/// }
///
/// let query = sql!("SELECT id, full_name, children FROM adult");
/// ```
///
/// A struct with named fields is selected field by field, too: the derive adds a function `fields`, with a method for each
/// field that says what it is selected from. A field that is missing, unknown or of another type does not compile.
///
/// ```
/// use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
///
/// #[derive(Row)]
/// struct Adult {
///     id: i32,
///     next_age: i32,
/// }
///
/// let query = select(Adult::fields().id(Person::id).next_age(Person::age + 1));
/// assert_eq!(query.to_sql(), r#"SELECT "person"."id", "person"."age" + $1 FROM "person""#);
/// ```
pub use piton_derive::Row;

/// A Rust value that can be sent as a parameter.
///
/// Implemented by every [`Value`], and by forms that can be sent but not received, such as `str` and `[u8]`.
/// A newtype gets it by `#[derive(Value)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that PostgreSQL has a type for",
    label = "not a SQL value",
    note = "for a newtype or an enum of your own, derive `Value` or `PgEnum`; types of other crates are features of piton"
)]
pub trait Encode {
    /// The PostgreSQL type that the value is sent as.
    const TYPE: &'static SqlType;

    /// Writes the value in PostgreSQL's binary format, without its length.
    ///
    /// # Errors
    ///
    /// The value is outside the range of the PostgreSQL type.
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError>;

    /// Writes the value as [`encode`](Encode::encode) does, with its length before it. Types that know their length
    /// beforehand write both in one piece.
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    #[inline]
    fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_with(|out| self.encode(out))
    }
}

#[diagnostic::do_not_recommend]
impl<V: Encode + ?Sized> Encode for &V {
    const TYPE: &'static SqlType = V::TYPE;

    #[inline]
    fn encode_sized(&self, out: &mut Encoder) -> Result<(), ValueError> {
        V::encode_sized(self, out)
    }

    #[inline]
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        V::encode(self, out)
    }
}

/// A Rust type that a column can have: it names one PostgreSQL type, and goes both ways.
///
/// NULL is not a value: a column that may be NULL has the type `Option<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type",
    label = "PostgreSQL has no type for this",
    note = "for a newtype or an enum of your own, derive `Value` or `PgEnum`; types of other crates are features of piton"
)]
pub trait Value: Encode + Sized + Send + 'static {
    /// The form in which a borrowed row shows the value: `&'r str` for `String`, the type itself for numbers.
    type Borrowed<'r>;

    /// Values are comparable where their classes are the same: `String` and `Box<str>` are of the class `String`, a
    /// newtype is a class of its own.
    type Class;

    /// Whether a result column with this type OID can be decoded.
    #[must_use]
    fn accepts(oid: u32) -> bool {
        oid == Self::TYPE.oid
    }

    /// Reads the value from PostgreSQL's binary format.
    ///
    /// # Errors
    ///
    /// The bytes are not a value of the type, or one that the Rust type cannot hold.
    fn decode(raw: &[u8]) -> Result<Self, ValueError>;

    /// Reads the value without copying what can be borrowed.
    ///
    /// # Errors
    ///
    /// As [`decode`](Value::decode).
    fn decode_borrowed(raw: &[u8]) -> Result<Self::Borrowed<'_>, ValueError>;
}

/// A Rust value that can stand where SQL expects a value of the class `C`: `&str` where a `String` column is
/// compared.
#[diagnostic::on_unimplemented(
    message = "expected a SQL value of type `{C}`, found `{Self}`",
    label = "not a `{C}`"
)]
pub trait Bindable<C>: Encode {}

#[diagnostic::do_not_recommend]
impl<C, V: Bindable<C> + ?Sized> Bindable<C> for &V {}
