//! Of the rows of a query only whether there are any, and how many.

use super::Select;
use crate::connection::{Executor, IntoExecutor, Only, Run};
use crate::expr::{ChangesNothing, GroupState, Groups, Project, SelfContained};
use crate::sql::{Clause, Statement};
use crate::value::Row;

/// Terminal verbs that return no row of the query; an error of them is as that of
/// [`Executor::poll_run`](crate::connection::Executor::poll_run).
impl<P, S, G> Select<P, S, G> {
    /// How many rows the query has: `SELECT count(*) FROM (query)`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// // SELECT count(*) FROM (SELECT "person"."id", "person"."age" FROM "person" WHERE "person"."age" > $1) AS "counted"
    /// let adults: i64 = select(Person).filter(Person::age.gt(17)).count(db).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// As a part of another query a number of rows is [`count_all`](crate::expr::functions::count_all).
    pub fn count<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> Run<X, Only<i64>>
    where
        P: Project<S>,
        G: Groups<P::Aggregates, P::Bare> + SelfContained + GroupState<Uses: ChangesNothing>,
    {
        let mut query = self.statement;
        let limited =
            [Clause::Limit, Clause::Fetch, Clause::Offset].into_iter().any(|clause| query.has(clause));
        if !limited {
            query.clear(Clause::OrderBy);
        }
        let statement = about("SELECT count(*) FROM (", query, ") AS \"counted\"");
        Run::new(db.into_executor(), statement, i64::describe, Only::first())
    }

    /// Whether the query has a row: `SELECT EXISTS (query)`, for which the server stops at the first.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// // SELECT EXISTS (SELECT 1 FROM "person" WHERE "person"."name" = $1)
    /// let taken: bool = from(Person).filter(Person::name.eq("Alice")).exists(db).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// As a condition of another query it is [`exists`](super::exists).
    pub fn exists<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> Run<X, Only<bool>>
    where
        P: Project<S>,
        G: Groups<P::Aggregates, P::Bare> + SelfContained + GroupState<Uses: ChangesNothing>,
    {
        let statement = about("SELECT EXISTS (", self.statement, ")");
        Run::new(db.into_executor(), statement, bool::describe, Only::first())
    }
}

/// A statement with a query in it.
fn about(before: &'static str, query: Statement, after: &'static str) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.text(before);
        out.nest(&selecting(query));
        out.text(after);
    });
    statement
}

/// The query with a SELECT list, which does not matter where it has none.
pub(super) fn selecting(mut query: Statement) -> Statement {
    if !query.has(Clause::Select) {
        query.part(Clause::Select, |_| ());
        query.part(Clause::Projection, |out| out.text("1"));
    }
    query
}
