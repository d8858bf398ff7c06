//! Queries in a pipeline: what becomes of their rows.

use std::fmt;
use std::marker::PhantomData;

use super::terminal::cap;
use super::{ForEach, RawQuery, Select};
use crate::connection::{Collect, Discard, First, Only, Part, Pipelined};
use crate::expr::{Grouping, Project};
use crate::sql::Statement;
use crate::value::{Row, Shape};

// In a pipeline a query is what it is with the verb `all`.
impl<P: Project<S, Row = R>, R: Row, S, G: Grouping<P::Aggregates, P::Bare>> Pipelined for Select<P, S, G> {
    type Sink = Collect<R>;
    type Output = Vec<R>;

    fn into_part(self) -> Part<Collect<R>> {
        Part::new(self.statement, P::describe, Collect::default())
    }
}

impl<P, S, G> Select<P, S, G> {
    /// The query as a part of a pipeline, whose verb says what becomes of the rows.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let (people, count, oldest) = db
    ///     .pipeline((
    ///         select(Person),
    ///         from(Person).select(count_all()).piped().one(),
    ///         select(Person).order_by(Person::age.desc()).piped().optional(),
    ///     ))
    ///     .await?;
    /// # let _: (Vec<Person>, i64, Option<Person>) = (people, count, oldest);
    /// # Ok(()) }
    /// ```
    pub fn piped<R: Row>(self) -> Piped<R>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        Piped { statement: self.statement, describe: P::describe, row: PhantomData }
    }
}

/// A query in a pipeline before its verb, which is one of those that run a query. Made by [`Select::piped`].
#[must_use = "a query in a pipeline needs a verb, such as `one`"]
pub struct Piped<R> {
    statement: Statement,
    describe: fn(&mut Shape),
    row: PhantomData<fn() -> R>,
}

impl<R: Row> Piped<R> {
    /// All rows, see [`Select::all`].
    pub fn all(self) -> Part<Collect<R>> {
        Part::new(self.statement, self.describe, Collect::default())
    }

    /// The first row, see [`Select::one`].
    pub fn one(mut self) -> Part<Only<R>> {
        cap(&mut self.statement, 1);
        Part::new(self.statement, self.describe, Only::first())
    }

    /// The only row, see [`Select::exactly_one`].
    pub fn exactly_one(mut self) -> Part<Only<R>> {
        cap(&mut self.statement, 2);
        Part::new(self.statement, self.describe, Only::unique())
    }

    /// The first row if there is one, see [`Select::optional`].
    pub fn optional(mut self) -> Part<First<R>> {
        cap(&mut self.statement, 1);
        Part::new(self.statement, self.describe, First::default())
    }

    /// Every row, borrowed from the read buffer, see [`Select::for_each`].
    pub fn for_each<F>(self, each: F) -> Part<ForEach<R, F>>
    where
        F: for<'r> FnMut(R::Borrowed<'r>) + Send,
    {
        Part::new(self.statement, self.describe, ForEach::new(each))
    }

    /// The number of rows, see [`Select::execute`].
    pub fn execute(self) -> Part<Discard> {
        Part::new(self.statement, self.describe, Discard)
    }
}

impl<R> fmt::Debug for Piped<R> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Piped").field(&self.statement.to_sql()).finish()
    }
}

impl RawQuery {
    /// The statement as a part of a pipeline, whose verb says what becomes of the rows.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let (deleted, ids) = db
    ///     .pipeline((
    ///         sql!("DELETE FROM person WHERE age > {}", 150).piped().execute(),
    ///         sql!("SELECT id FROM person").piped().all::<i32>(),
    ///     ))
    ///     .await?;
    /// # let _: (u64, Vec<i32>) = (deleted, ids);
    /// # Ok(()) }
    /// ```
    pub fn piped(self) -> PipedRaw {
        PipedRaw { statement: self.statement }
    }
}

/// A statement of raw SQL in a pipeline before its verb. Made by [`RawQuery::piped`].
#[must_use = "a statement in a pipeline needs a verb, such as `execute`"]
pub struct PipedRaw {
    statement: Statement,
}

impl PipedRaw {
    /// All rows, see [`RawQuery::all`].
    pub fn all<R: Row>(self) -> Part<Collect<R>> {
        Part::new(self.statement, R::describe, Collect::default())
    }

    /// The first row, see [`RawQuery::one`].
    pub fn one<R: Row>(self) -> Part<Only<R>> {
        Part::new(self.statement, R::describe, Only::first())
    }

    /// The only row, see [`RawQuery::exactly_one`].
    pub fn exactly_one<R: Row>(self) -> Part<Only<R>> {
        Part::new(self.statement, R::describe, Only::unique())
    }

    /// The first row if there is one, see [`RawQuery::optional`].
    pub fn optional<R: Row>(self) -> Part<First<R>> {
        Part::new(self.statement, R::describe, First::default())
    }

    /// Every row, borrowed from the read buffer, see [`RawQuery::for_each`].
    pub fn for_each<R: Row, F>(self, each: F) -> Part<ForEach<R, F>>
    where
        F: for<'r> FnMut(R::Borrowed<'r>) + Send,
    {
        Part::new(self.statement, R::describe, ForEach::new(each))
    }

    /// The number of rows, see [`RawQuery::execute`].
    pub fn execute(self) -> Part<Discard> {
        Part::new(self.statement, |_| (), Discard)
    }
}

impl fmt::Debug for PipedRaw {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PipedRaw").field(&self.statement.to_sql()).finish()
    }
}
