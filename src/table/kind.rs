//! Where a table's rows come from: the database, or a query that is bound to its name.

use std::marker::PhantomData;

use super::{Table, TableDef};

/// A query that is part of another one, of which it reads `B`; its own grouping is `G`.
#[derive(Debug)]
pub struct Correlated<B, G>(PhantomData<(B, G)>);

/// The CTE `T`, which a WITH around the query binds to a query.
#[derive(Debug)]
pub struct CteUse<T>(PhantomData<T>);

/// Where a table's rows come from: [`InDatabase`] or [`InQuery`].
pub trait TableKind {
    /// The state of a query that was `G` and reads the table `T`, too.
    type In<T, G>;
}

/// A table of the database.
#[derive(Debug)]
pub enum InDatabase {}

/// A name for the rows of a query: `#[derive(Cte)]`.
#[derive(Debug)]
pub enum InQuery {}

impl TableKind for InDatabase {
    type In<T, G> = G;
}

impl TableKind for InQuery {
    type In<T, G> = Correlated<CteUse<T>, G>;
}

/// A table that the database has: one that can be created and written to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table of the database",
    label = "names the rows of a query",
    note = "derive `Table` for what is stored, and `Cte` for what a query returns"
)]
pub trait DatabaseTable: Table {
    /// What its attributes say.
    const TABLE: &'static TableDef = Self::DEFINITION;
}

#[diagnostic::do_not_recommend]
impl<T: Table<Kind = InDatabase>> DatabaseTable for T {}

/// What a statement can change rows of: a table itself, neither an alias nor a CTE.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table of the database",
    label = "another name, or one for the rows of a query",
    note = "rows are changed in the table itself: name it, and not an alias of it or a CTE"
)]
pub trait Writable {}

#[diagnostic::do_not_recommend]
impl<T: DatabaseTable> Writable for T {}

/// A table whose rows are those of a query: `#[derive(Cte)]`.
#[diagnostic::on_unimplemented(
    message = "WITH cannot bind `{Self}` to a query",
    label = "not a CTE",
    note = "derive `Cte` for a struct with the query's columns, and bind that"
)]
pub trait CteTable: Table {}

#[diagnostic::do_not_recommend]
impl<T: Table<Kind = InQuery>> CteTable for T {}
