//! The verbs that run a query made of others.

use super::{Compound, ItemsRow};
use crate::connection::{Collect, Connection, Discard, Executor, First, IntoExecutor, Only, RowStream, Run};
use crate::expr::Standalone;
use crate::query::ForEach;
use crate::query::terminal::cap;
use crate::sql::Clause;
use crate::value::Row;

/// The terminal verbs, which are those of [`Select`](crate::query::Select).
impl<L, I, B> Compound<(L, I, B)> {
    /// See [`Select::all`](crate::query::Select::all).
    pub fn all<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(self, db: D) -> Run<X, Collect<R>>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        Run::new(db.into_executor(), self.statement, self.describe, Collect::default())
    }

    /// See [`Select::one`](crate::query::Select::one).
    pub fn one<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(mut self, db: D) -> Run<X, Only<R>>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        cap(&mut self.statement, 1);
        Run::new(db.into_executor(), self.statement, self.describe, Only::first())
    }

    /// See [`Select::exactly_one`](crate::query::Select::exactly_one).
    pub fn exactly_one<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(mut self, db: D) -> Run<X, Only<R>>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        cap(&mut self.statement, 2);
        Run::new(db.into_executor(), self.statement, self.describe, Only::unique())
    }

    /// See [`Select::optional`](crate::query::Select::optional).
    pub fn optional<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(mut self, db: D) -> Run<X, First<R>>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        cap(&mut self.statement, 1);
        Run::new(db.into_executor(), self.statement, self.describe, First::default())
    }

    /// See [`Select::stream`](crate::query::Select::stream).
    pub fn stream<R: Row>(self, connection: &mut Connection) -> RowStream<'_, R>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        connection.stream(self.statement, self.describe)
    }

    /// See [`Select::for_each`](crate::query::Select::for_each).
    pub fn for_each<D: IntoExecutor<Executor = X>, R: Row, X: Executor, F>(
        self,
        db: D,
        each: F,
    ) -> Run<X, ForEach<R, F>>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
        F: for<'r> FnMut(R::Borrowed<'r>) + Send,
    {
        Run::new(db.into_executor(), self.statement, self.describe, ForEach::new(each))
    }

    /// See [`Select::execute`](crate::query::Select::execute).
    pub fn execute<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(self, db: D) -> Run<X, Discard>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        Run::new(db.into_executor(), self.statement, self.describe, Discard)
    }

    /// See [`Select::explain`](crate::query::Select::explain).
    pub fn explain<D: IntoExecutor<Executor = X>, R: Row, X: Executor>(
        mut self,
        db: D,
    ) -> Run<X, Collect<String>>
    where
        I: ItemsRow<Row = R>,
        B: Standalone,
    {
        self.statement.part(Clause::Explain, |_| ());
        Run::new(db.into_executor(), self.statement, String::describe, Collect::default())
    }
}
