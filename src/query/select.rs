//! `SELECT`

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use crate::expr::{NotGrouped, Nothing, Project, Projection, Selectable};
use crate::sql::{Clause, Piece, Statement};
use crate::table::Scope;
use crate::table::identity::False;
use crate::value::Shape;

/// A query: the SELECT list `P`, the tables `S` that it reads, and its grouping `G`.
///
/// It is a value: verbs such as [`filter`](Select::filter) return it changed, and nothing is sent before a
/// terminal verb such as [`all`](Select::all). Verbs that add neither tables nor a grouping leave the type as
/// it is, so that a filter can be optional:
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// # fn query(min_age: Option<i32>) -> String {
/// let mut query = select(Person);
/// if let Some(age) = min_age {
///     query = query.filter(Person::age.ge(age));
/// }
/// # query.to_sql() }
/// # assert_eq!(query(Some(1)), r#"SELECT "person"."id", "person"."age" FROM "person" WHERE "person"."age" >= $1"#);
/// ```
#[must_use = "a query does nothing until a verb such as `all` runs it"]
pub struct Select<P, S, G = NotGrouped> {
    pub(crate) statement: Statement,
    types: PhantomData<fn(P, S, G)>,
}

/// The SELECT list of a query that has none yet.
#[derive(Debug)]
pub struct Unselected(());

impl Projection for Unselected {
    type From = HNil;
    type Aggregates = False;
    type Bare = Nothing;
    type Outputs<Rest> = Rest;

    fn write(self, _: &mut Statement) {}
}

// Its row is none that is ever decoded: what it reads stands in for it, see `Selected`.
impl<S> Project<S> for Unselected {
    type Row = bool;
    type Items = ();

    fn describe(_: &mut Shape) {}
}

/// A query that returns a table, a column, an expression, or a tuple of up to 16 of these, nested at will.
///
/// It reads the first table that the list names; [`join`](Select::join) adds the others, before or after.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// assert_eq!(
///     select((Person::id, Person::age + 1)).to_sql(),
///     r#"SELECT "person"."id", "person"."age" + $1 FROM "person""#,
/// );
/// ```
pub fn select<P: Selectable<From = S, List = L, State = G>, S: Scope, L, G>(
    projection: P,
) -> Select<L, S, G> {
    let mut query = Select::new(Statement::new());
    query.write_projection(projection);
    if let Some(table) = S::FIRST {
        query.statement.part(Clause::From, |out| out.push(Piece::Table(table)));
    }
    query
}

impl<P, S, G> Select<P, S, G> {
    pub(super) fn new(statement: Statement) -> Self {
        Select { statement, types: PhantomData }
    }

    /// The same statement with other types.
    pub(crate) fn typed<P2, S2, G2>(self) -> Select<P2, S2, G2> {
        Select::new(self.statement)
    }

    pub(super) fn write_projection(&mut self, projection: impl Selectable) {
        self.statement.part(Clause::Select, |_| ());
        projection.write(&mut self.statement);
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters.
    #[must_use]
    pub fn to_sql(&self) -> String {
        self.statement.to_sql()
    }
}

impl<P, S, G> Clone for Select<P, S, G> {
    fn clone(&self) -> Self {
        Select::new(self.statement.clone())
    }
}

impl<P, S, G> fmt::Debug for Select<P, S, G> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Select").field(&self.to_sql()).finish()
    }
}
