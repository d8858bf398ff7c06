//! Tables and what stands for them in a query.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use super::{TableDef, TableKind};
use crate::error::{Error, ValueError};
use crate::sql::TableRef;
use crate::value::{ArrayItem, Columns, Encoder, Record, Row};

/// What can stand in `FROM`: a table, or an alias of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "derive `Table` for the struct, or make an alias with `alias!`"
)]
pub trait Source: Sized + 'static {
    /// The table that rows come from.
    type Table: Table;
    /// A number that no other source has, see [`identity`](super::identity).
    type Id;
    /// How SQL names it.
    const REF: &'static TableRef;
}

/// A struct whose values are the rows of a table. Implemented by `#[derive(Table)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "derive `Table` for the struct"
)]
pub trait Table: Source<Table = Self> + Row + ArrayItem<Form = Record> {
    /// The columns of the primary key as an HList, or `()` if there is none.
    type PrimaryKey;
    /// The columns as an HList.
    type Fields;
    /// Where its rows come from.
    type Kind: TableKind;
    /// A struct with one field a column, as seen through the source `S`.
    type Columns<S: Source<Table = Self>>: ColumnSet;
    /// The builder of a new row, see [`create`](Table::create).
    type Create;
    /// The columns for which the database has no default: those that a statement must give which takes no rows of the
    /// program, such as `INSERT .. SELECT`. An HList.
    type Required;
    /// Everything that the attributes say.
    const DEFINITION: &'static TableDef;

    /// Begins a new row: each column has a method that gives it a value or an expression.
    ///
    /// A column that has no default and cannot be NULL must be given, and none can be given twice: otherwise the program
    /// does not compile.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, email: Option<String> }
    /// let alice = Person::create().name("Alice");
    /// let bob = Person::create().email(Some("bob@example.org")).name("Bob");
    /// ```
    fn create() -> Self::Create;

    /// Appends the value of a column, which is numbered as the fields are, with its length before it.
    ///
    /// # Errors
    ///
    /// The value has no representation in its PostgreSQL type. Nothing is left of it in the buffer then.
    fn put(&self, column: usize, out: &mut Encoder) -> Result<(), ValueError>;

    /// Takes the value of a column off the cursor into its field. Of columns that are neither a `version` nor `auto_now`
    /// nothing is taken.
    ///
    /// # Errors
    ///
    /// The value cannot be decoded.
    fn take(&mut self, column: usize, columns: &mut Columns<'_>) -> Result<(), Error> {
        let _ = (column, columns);
        Ok(())
    }

    /// Takes all columns of another row, and keeps the fields that are none.
    fn replace(&mut self, other: Self) {
        *self = other;
    }
}

/// The struct of an entity's columns.
pub trait ColumnSet: 'static {
    /// The columns.
    const REF: &'static Self;
}

/// A table or an alias as a value: `Person` in `select(Person)`.
///
/// It derefs to its columns: `Manager.name`.
pub struct Entity<S>(PhantomData<fn() -> S>);

impl<S> Entity<S> {
    /// The entity.
    pub const NEW: Self = Entity(PhantomData);
}

impl<S> Clone for Entity<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Entity<S> {}

impl<S: Source> fmt::Debug for Entity<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entity({})", S::REF.source)
    }
}

impl<S: Source> Deref for Entity<S> {
    type Target = <S::Table as Table>::Columns<S>;

    fn deref(&self) -> &Self::Target {
        <<S::Table as Table>::Columns<S> as ColumnSet>::REF
    }
}
