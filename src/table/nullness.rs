//! Whether a value can be NULL, at the type level.

use crate::error::ValueError;
use crate::value::{Encoder, Row, Value};

/// Whether a value can be NULL: [`NotNull`] or [`Nullable`].
pub trait Nullness: 'static {
    /// Nullable where either is: the nullness of most operators and functions.
    type Or<N: Nullness>: Nullness;
    /// Nullable where both are: the nullness of what skips NULLs.
    type And<N: Nullness>: Nullness;
    /// `R`, or `Option<R>` where it can be NULL.
    type Wrap<R: Row>: Row;
    /// `Yes` where it can be NULL, else `No`.
    type If<Yes, No>;
}

/// Never NULL.
#[derive(Debug)]
pub enum NotNull {}

/// NULL at times.
#[derive(Debug)]
pub enum Nullable {}

impl Nullness for NotNull {
    type Or<N: Nullness> = N;
    type And<N: Nullness> = NotNull;
    type Wrap<R: Row> = R;
    type If<Yes, No> = No;
}

impl Nullness for Nullable {
    type Or<N: Nullness> = Nullable;
    type And<N: Nullness> = N;
    type Wrap<R: Row> = Option<R>;
    type If<Yes, No> = Yes;
}

/// The type of a column: a [`Value`], or an `Option` of one where the column may be NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type",
    label = "PostgreSQL has no type for this",
    note = "for a newtype or an enum of your own, derive `Value` or `PgEnum`; types of other crates are features of piton"
)]
pub trait ColumnType: Row {
    /// The type without `Option`.
    type Base: Value;
    /// Whether it is an `Option`.
    type Null: Nullness;
    /// Whether it is an `Option`, as a number.
    const NULLABLE: bool;

    /// Appends the value with its length before it, or NULL.
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    fn put(&self, out: &mut Encoder) -> Result<(), ValueError>;

    /// The value, `None` for NULL.
    fn into_option(self) -> Option<Self::Base>;
}

#[diagnostic::do_not_recommend]
impl<T: Value> ColumnType for T {
    type Base = T;
    type Null = NotNull;
    const NULLABLE: bool = false;

    #[inline]
    fn put(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_value(self)
    }

    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Value> ColumnType for Option<T> {
    type Base = T;
    type Null = Nullable;
    const NULLABLE: bool = true;

    #[inline]
    fn put(&self, out: &mut Encoder) -> Result<(), ValueError> {
        match self {
            Some(value) => out.put_value(value),
            None => {
                out.put_null();
                Ok(())
            }
        }
    }

    fn into_option(self) -> Self {
        self
    }
}
