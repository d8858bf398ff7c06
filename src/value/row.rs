//! Rows: the types that are decoded from the columns of a result.

use super::{Columns, SqlType, Value};
use crate::error::{Error, ValueError};

/// What one column of a result must be.
#[derive(Clone, Debug)]
pub struct ColumnSpec {
    /// The struct and field that the column is for, if it is for one.
    pub field: Option<(&'static str, &'static str)>,
    /// The name that the column must have in the result, if rows are matched by name.
    pub name: Option<&'static str>,
    /// The Rust type.
    pub rust_type: &'static str,
    /// The PostgreSQL type that the Rust type names, or that the column overrides it with.
    pub ty: &'static SqlType,
    /// Whether the Rust type can decode a type OID.
    pub accepts: fn(u32) -> bool,
}

impl ColumnSpec {
    /// What a column of the Rust type `T` must be.
    #[must_use]
    pub fn of<T: Value>() -> Self {
        ColumnSpec {
            field: None,
            name: None,
            rust_type: std::any::type_name::<T>(),
            ty: T::TYPE,
            accepts: T::accepts,
        }
    }
}

/// The columns that a row type is decoded from.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// In the order of the SELECT list.
    pub columns: Vec<ColumnSpec>,
}

impl Shape {
    /// The shape of the row type `R`.
    #[must_use]
    pub fn of<R: Row>() -> Self {
        let mut shape = Shape::default();
        R::describe(&mut shape);
        shape
    }
}

/// A type that rows are decoded to: a value, an `Option`, a tuple of rows, a table's struct.
#[diagnostic::on_unimplemented(
    message = "rows cannot be decoded to `{Self}`",
    label = "not a row type",
    note = "a row is a value, an `Option` of a row, a tuple of up to 16 rows, or a struct with `#[derive(Table)]` or `#[derive(Row)]`"
)]
pub trait Row: Sized + Send {
    /// How many columns a row takes.
    const WIDTH: usize;

    /// The row with its text and bytes borrowed from the read buffer.
    type Borrowed<'r>;

    /// Adds what each column must be.
    fn describe(shape: &mut Shape);

    /// Takes the row's columns off the cursor.
    ///
    /// # Errors
    ///
    /// A column cannot be decoded.
    fn decode(columns: &mut Columns<'_>) -> Result<Self, Error>;

    /// As [`decode`](Row::decode), borrowing what can be borrowed.
    ///
    /// # Errors
    ///
    /// A column cannot be decoded.
    fn decode_borrowed<'r>(columns: &mut Columns<'r>) -> Result<Self::Borrowed<'r>, Error>;
}

/// Decodes a whole row. An error says which column, and which field, could not be decoded.
///
/// # Errors
///
/// A column cannot be decoded, or columns are left.
#[inline]
pub fn decode_row<R: Row>(columns: &mut Columns<'_>) -> Result<R, Error> {
    match R::decode(columns) {
        Ok(row) => columns.finish().map(|()| row),
        Err(error) => Err(locate(error, columns, R::describe)),
    }
}

/// As [`decode_row`], borrowing what can be borrowed.
///
/// # Errors
///
/// As [`decode_row`].
#[inline]
pub fn decode_row_borrowed<'r, R: Row>(columns: &mut Columns<'r>) -> Result<R::Borrowed<'r>, Error> {
    match R::decode_borrowed(columns) {
        Ok(row) => columns.finish().map(|()| row),
        Err(error) => Err(locate(error, columns, R::describe)),
    }
}

/// Names the column that was taken last.
#[cold]
#[inline(never)]
fn locate(error: Error, columns: &Columns<'_>, describe: fn(&mut Shape)) -> Error {
    let number = columns.taken();
    let mut shape = Shape::default();
    describe(&mut shape);
    let field = number.checked_sub(1).and_then(|index| shape.columns.get(index)).and_then(|spec| spec.field);
    error.at_column(number, field.map(|(owner, field)| format!("{owner}.{field}")))
}

#[diagnostic::do_not_recommend]
impl<T: Value> Row for T {
    const WIDTH: usize = 1;

    type Borrowed<'r> = T::Borrowed<'r>;

    fn describe(shape: &mut Shape) {
        shape.columns.push(ColumnSpec::of::<T>());
    }

    #[inline]
    fn decode(columns: &mut Columns<'_>) -> Result<Self, Error> {
        match columns.next_of::<T>()? {
            Some(raw) => T::decode(raw).map_err(Error::decode),
            None => Err(unexpected_null()),
        }
    }

    #[inline]
    fn decode_borrowed<'r>(columns: &mut Columns<'r>) -> Result<T::Borrowed<'r>, Error> {
        match columns.next_of::<T>()? {
            Some(raw) => T::decode_borrowed(raw).map_err(Error::decode),
            None => Err(unexpected_null()),
        }
    }
}

#[cold]
#[inline(never)]
fn unexpected_null() -> Error {
    Error::decode(ValueError::new("the value is NULL and its Rust type is not an `Option`"))
}

impl<R: Row> Row for Option<R> {
    const WIDTH: usize = R::WIDTH;

    type Borrowed<'r> = Option<R::Borrowed<'r>>;

    fn describe(shape: &mut Shape) {
        R::describe(shape);
    }

    #[inline]
    fn decode(columns: &mut Columns<'_>) -> Result<Self, Error> {
        if columns.skip_nulls(R::WIDTH)? { Ok(None) } else { R::decode(columns).map(Some) }
    }

    #[inline]
    fn decode_borrowed<'r>(columns: &mut Columns<'r>) -> Result<Self::Borrowed<'r>, Error> {
        if columns.skip_nulls(R::WIDTH)? { Ok(None) } else { R::decode_borrowed(columns).map(Some) }
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Row),+> Row for ($($name,)+) {
            const WIDTH: usize = 0 $(+ $name::WIDTH)+;

            type Borrowed<'r> = ($($name::Borrowed<'r>,)+);

            fn describe(shape: &mut Shape) {
                $($name::describe(shape);)+
            }

            #[inline]
            fn decode(columns: &mut Columns<'_>) -> Result<Self, Error> {
                Ok(($($name::decode(columns)?,)+))
            }

            #[inline]
            fn decode_borrowed<'r>(columns: &mut Columns<'r>) -> Result<Self::Borrowed<'r>, Error> {
                Ok(($($name::decode_borrowed(columns)?,)+))
            }
        }
    };
}

crate::for_each_tuple!(tuples);
