//! Columns as values.

use std::fmt;
use std::marker::PhantomData;

use super::identity::Number;
use super::{ColumnDef, ColumnType, Source, Table};
use crate::sql::ColumnRef;
use crate::value::SqlType;

/// A column of a table. `#[derive(Table)]` makes one type a column, named like the struct and the field.
pub trait Field: 'static {
    /// The table.
    type Table: Table;
    /// The Rust type.
    type Type: ColumnType;
    /// The column's number, counted from zero, see [`identity`](super::identity).
    type Id: Number;
    /// The same number.
    const NUMBER: usize = <Self::Id as Number>::NUMBER;
    /// The column's name in the database.
    #[allow(clippy::indexing_slicing, reason = "the compiler evaluates it")]
    const NAME: &'static str = <Self::Table as Source>::REF.columns[Self::NUMBER];
    /// Everything that the attributes say.
    #[allow(clippy::indexing_slicing, reason = "the compiler evaluates it")]
    const DEF: &'static ColumnDef = &<Self::Table as Table>::DEFINITION.columns[Self::NUMBER];
    /// The type of arrays of the column's values.
    const ARRAY: &'static SqlType = &Self::DEF.sent_type().array();
    /// If the column's values are arrays, the type of their elements.
    const ELEMENT: &'static SqlType = &Self::DEF.sent_type().element();

    /// [`ARRAY`](Field::ARRAY), where the constant would need itself.
    #[must_use]
    fn array_type() -> &'static SqlType {
        Self::ARRAY
    }

    /// [`ELEMENT`](Field::ELEMENT), likewise.
    #[must_use]
    fn element_type() -> &'static SqlType {
        Self::ELEMENT
    }
}

/// A column of the table or alias `S`: `Person::age`.
///
/// It is an expression: see [`ExpressionMethods`](crate::expr::ExpressionMethods) for what it can do.
pub struct Column<S, C>(PhantomData<fn() -> (S, C)>);

impl<S, C> Column<S, C> {
    /// The column.
    pub const NEW: Self = Column(PhantomData);
}

impl<S: Source, C: Field> Column<S, C> {
    /// How SQL names it.
    pub const REF: &'static ColumnRef =
        &ColumnRef { schema: S::REF.qualifier, source: S::REF.source, name: C::NAME };
}

impl<S, C> Clone for Column<S, C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, C> Copy for Column<S, C> {}

impl<S: Source, C: Field> fmt::Debug for Column<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({}.{})", Self::REF.source, C::NAME)
    }
}
