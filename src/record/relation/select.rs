//! Queries of rows with what belongs to them.

use std::fmt;
use std::marker::PhantomData;

use super::path::Nest;
use super::{RelationsOf, WholeTables};
use crate::connection::{
    Batch, Collect, Executor, First, IntoExecutor, Only, Outcome, Run, RunAll, Sink, Work,
};
use crate::error::Error;
use crate::expr::{Grouping, Project, Ungrouped};
use crate::query::{Select, cap};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, InScope, NotNull, Source};
use crate::value::{Row, Shape};

/// A SELECT list that is one table or alias, which no outer join adds, in a query of the state `G`, neither
/// grouped nor locked.
#[diagnostic::on_unimplemented(
    message = "`with` adds related rows to a query of one table, neither grouped nor locked",
    label = "not a query of the rows of one table",
    note = "select the table alone: `select(Table).with(..)`; among other columns say `Table::relation.nested()`"
)]
pub trait SelectsTable<S, G>: Project<S> {
    /// The table or alias.
    type Source: Source;
}

#[diagnostic::do_not_recommend]
impl<S: InScope<T, Null = NotNull>, T: Source, G: Ungrouped> SelectsTable<S, G> for Entity<T> {
    type Source = T;
}

/// A query of the rows of the table or alias `T`, each with what belongs to it by the relations `L`. Made by
/// [`Select::with`].
#[must_use = "a query does nothing until a verb such as `all` runs it"]
pub struct SelectWith<T, L> {
    query: Statement,
    relations: L,
    table: PhantomData<fn() -> T>,
}

/// A row with what belongs to it.
type RowWith<T, L> = (<T as Source>::Table, <L as RelationsOf<T>>::Each);

impl<T, L: Clone> Clone for SelectWith<T, L> {
    fn clone(&self) -> Self {
        SelectWith { query: self.query.clone(), relations: self.relations.clone(), table: PhantomData }
    }
}

impl<T: Source, L: RelationsOf<T>> fmt::Debug for SelectWith<T, L> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SelectWith").field(&self.to_sql()).finish()
    }
}

impl<P, S, G> Select<P, S, G> {
    /// Each row of a query with what belongs to it: rows along a [relation](crate::record::relation), a count, or a tuple
    /// of these. It is one round trip, however many levels there are.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)] #[has_many(comments: Comment)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id, index)] author_id: i32 }
    /// # #[derive(Table)]
    /// # struct Comment { #[column(primary_key)] id: i32, #[column(references = Post::id, index)] post_id: i32 }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let query = select(User).order_by(User::name).with(User::posts.with(Post::comments));
    /// let users: Vec<(User, Vec<(Post, Vec<Comment>)>)> = query.all(&mut *db).await?;
    ///
    /// let query = select(User).filter(User::id.eq(1)).with((User::posts, User::posts.count()));
    /// let user: (User, (Vec<Post>, i64)) = query.one(&mut *db).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// **Of some rows** it is one statement, in which the server collects what belongs to each row, so that a `LIMIT`
    /// counts rows of the query:
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id, index)] author_id: i32 }
    /// let query = select(User).order_by(User::name).limit(10).with(User::posts);
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "user"."id", "user"."name", ARRAY(SELECT ROW("post"."id", "post"."author_id") FROM "post" WHERE "post"."author_id" = "user"."id" ORDER BY "post"."id") FROM "user" ORDER BY "user"."name" LIMIT 10"#,
    /// );
    /// ```
    ///
    /// **Of all rows of a table** it is a statement for each table, sent together, because then all rows of the others
    /// belong to one, and the server has nothing to look up:
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id, index)] author_id: i32 }
    /// let query = select(User).order_by(User::name).with(User::posts);
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "user"."id", "user"."name" FROM "user" ORDER BY "user"."name";
    /// SELECT "post"."id", "post"."author_id" FROM "post" ORDER BY "post"."id""#,
    /// );
    /// ```
    ///
    /// That is so where [`all`](SelectWith::all) runs a query with nothing but an `ORDER BY`, and its relations are lists
    /// of rows that refer to its table, and so on, by a key of integers or UUIDs, with no filter on rows that others
    /// belong to, and no limit. These statements see the tables one after the other, as those of
    /// [`load`](crate::Connection::load) do: rows that others write meanwhile may be missing beside a row. A transaction
    /// of [`RepeatableRead`](crate::connection::IsolationLevel::RepeatableRead) or
    /// [`nested`](super::RelationMethods::nested) sees one moment.
    pub fn with<R: RelationsOf<T, List = L>, L, T: Source>(self, relations: R) -> SelectWith<T, L>
    where
        P: SelectsTable<S, G, Source = T>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        SelectWith { query: self.statement, relations: relations.into_list(), table: PhantomData }
    }
}

/// The terminal verbs. Each returns a future; an error of it is as that of
/// [`Executor::poll_run`](crate::connection::Executor::poll_run), or that the row which a foreign key refers to is not there,
/// for which [`is_not_found`](crate::Error::is_not_found) is true.
impl<T: Source, L: RelationsOf<T>> SelectWith<T, L> {
    /// Runs the query and returns all rows.
    pub fn all<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, AllRelated<T, L>> {
        RunAll::new(db.into_executor(), self.into_work())
    }

    /// Runs the query with `LIMIT 1` and returns the first row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true.
    pub fn one<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> Run<X, Only<RowWith<T, L>>> {
        Run::new(db.into_executor(), self.capped(1), RowWith::<T, L>::describe, Only::first())
    }

    /// Runs the query with `LIMIT 2` and returns the only row.
    ///
    /// Without a row the error is one for which [`is_not_found`](crate::Error::is_not_found) is true, with more
    /// than one it is one for which [`is_too_many_rows`](crate::Error::is_too_many_rows) is true.
    pub fn exactly_one<D: IntoExecutor<Executor = X>, X: Executor>(
        self,
        db: D,
    ) -> Run<X, Only<RowWith<T, L>>> {
        Run::new(db.into_executor(), self.capped(2), RowWith::<T, L>::describe, Only::unique())
    }

    /// Runs the query with `LIMIT 1` and returns the first row, if there is one.
    pub fn optional<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> Run<X, First<RowWith<T, L>>> {
        Run::new(db.into_executor(), self.capped(1), RowWith::<T, L>::describe, First::default())
    }

    /// The SQL text as [`all`](SelectWith::all) sends it, with `$1`, `$2`, .. in the place of parameters; of several
    /// statements a line each.
    #[must_use]
    pub fn to_sql(&self) -> String {
        match self.whole() {
            Some(whole) => (0..whole.len()).fold(self.query.to_sql(), |text, index| {
                format!("{text};\n{}", whole.statement(index).0.to_sql())
            }),
            None => self.nested(self.query.clone()).to_sql(),
        }
    }

    /// What reads whole tables, if the query does.
    fn whole(&self) -> Option<L::Whole> {
        let all_rows =
            self.query.has_only(&[Clause::Select, Clause::Projection, Clause::From, Clause::OrderBy])
                && matches!(self.query.pieces(Clause::From), [Piece::Table(table)] if **table == *T::REF);
        if all_rows { self.relations.whole() } else { None }
    }

    fn nested(&self, query: Statement) -> Statement {
        Nest::beside(query, |nest| self.relations.nest(nest))
    }

    fn capped(self, rows: i64) -> Statement {
        let mut query = self.query.clone();
        cap(&mut query, rows);
        self.nested(query)
    }

    fn into_work(self) -> AllRelated<T, L> {
        match self.whole() {
            Some(whole) => AllRelated::Tables { query: self.query, rows: Collect::default(), whole },
            None => AllRelated::Nested { query: self.nested(self.query.clone()), rows: Collect::default() },
        }
    }
}

/// What reads rows with what belongs to them, and returns them as a `Vec`.
pub enum AllRelated<T: Source, L: RelationsOf<T>> {
    /// Whole tables, the query's first.
    Tables {
        /// The query.
        query: Statement,
        /// Its rows.
        rows: Collect<T::Table>,
        /// What belongs to them.
        whole: L::Whole,
    },
    /// Rows inside of rows.
    Nested {
        /// The query.
        query: Statement,
        /// Its rows.
        rows: Collect<RowWith<T, L>>,
    },
}

impl<T: Source, L: RelationsOf<T>> Unpin for AllRelated<T, L> {}

impl<T: Source, L: RelationsOf<T>> fmt::Debug for AllRelated<T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (AllRelated::Tables { query, .. } | AllRelated::Nested { query, .. }) = self;
        f.debug_tuple("AllRelated").field(&query.to_sql()).finish()
    }
}

impl<T: Source, L: RelationsOf<T>> Batch for AllRelated<T, L> {
    fn len(&self) -> usize {
        match self {
            AllRelated::Tables { whole, .. } => 1 + whole.len(),
            AllRelated::Nested { .. } => 1,
        }
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        match (self, index.checked_sub(1)) {
            (AllRelated::Tables { whole, .. }, Some(index)) => whole.statement(index),
            (AllRelated::Tables { query, .. }, None) => (query, T::Table::describe),
            (AllRelated::Nested { query, .. }, _) => (query, RowWith::<T, L>::describe),
        }
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        match (self, index.checked_sub(1)) {
            (AllRelated::Tables { whole, .. }, Some(index)) => whole.sink(index),
            (AllRelated::Tables { rows, .. }, None) => rows,
            (AllRelated::Nested { rows, .. }, _) => rows,
        }
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        match (self, index.checked_sub(1)) {
            (AllRelated::Tables { whole, .. }, Some(index)) => whole.done(index, outcome),
            _ => Ok(()),
        }
    }
}

impl<T: Source, L: RelationsOf<T>> Work for AllRelated<T, L> {
    type Output = Vec<RowWith<T, L>>;

    fn finish(&mut self) -> Result<Self::Output, Error> {
        match self {
            AllRelated::Tables { rows, whole, query } => {
                let rows = std::mem::take(&mut rows.0);
                let each = whole.settle(&rows).map_err(|error| error.with_sql(&query.to_sql()))?;
                Ok(rows.into_iter().zip(each).collect())
            }
            AllRelated::Nested { rows, .. } => Ok(std::mem::take(&mut rows.0)),
        }
    }
}
