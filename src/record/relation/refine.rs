//! Which of the related rows, in which order, and how many.

use std::fmt;
use std::marker::PhantomData;

use super::{Alone, And, Kind, Link, Path, Relation, Several};
use crate::expr::{Condition, NoOuter, Orderable, RowCondition, precedence};
use crate::sql::{Clause, Piece, Statement};
use crate::table::Source;
use crate::table::identity::False;

/// A relation some of whose rows are chosen, ordered, limited, or loaded with rows of their own (`W`).
#[must_use = "a relation does nothing until it is loaded or added to a query"]
pub struct Related<S, T, K, W = Alone> {
    pub(super) link: Link,
    pub(super) refined: Statement,
    pub(super) with: W,
    types: PhantomData<fn(S, T, K)>,
}

impl<S, T, K, W: Clone> Clone for Related<S, T, K, W> {
    fn clone(&self) -> Self {
        Related { refined: self.refined.clone(), with: self.with.clone(), types: PhantomData, ..*self }
    }
}

impl<S: Source, T: Source, K, W> fmt::Debug for Related<S, T, K, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Related({} -> {}{})", S::REF.source, T::REF.source, self.refined.to_sql())
    }
}

/// An order of rows: one without aggregates.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot order related rows",
    label = "contains an aggregate",
    note = "the rows of a relation are not grouped"
)]
pub trait RowOrder<S> {}

#[diagnostic::do_not_recommend]
impl<O: Orderable<S, Aggregates = False>, S> RowOrder<S> for O {}

impl<S: Source, T: Source, K: Kind<T>> Relation<S, T, K> {
    pub(super) fn related(self) -> Related<S, T, K> {
        Related { link: self.link, refined: Statement::new(), with: Alone, types: PhantomData }
    }
}

impl<S: Source, T: Source, K: Kind<T>, W> Related<S, T, K, W> {
    pub(super) fn related(self) -> Self {
        self
    }

    pub(super) fn path(&self) -> Path {
        super::path::<S, T, K>(self.link)
    }

    fn of_kind<K2>(self) -> Related<S, T, K2, W> {
        Related { link: self.link, refined: self.refined, with: self.with, types: PhantomData }
    }

    fn limited(mut self, clause: Clause, rows: u32) -> Self {
        self.refined.clear(clause);
        self.refined.part(clause, |out| out.push(Piece::Number(rows.into())));
        self
    }
}

macro_rules! methods {
    ($([$($generics:tt)*] $relation:ty, $with:ty;)+) => { $(
        impl<$($generics)*> $relation {
            /// Leaves out related rows for which the condition is not true; several filters are joined by `AND`.
            ///
            /// The condition reads the table that the relation leads to, and the link table if there is one. A relation
            /// to exactly one row becomes one to an `Option`.
            pub fn filter<E: Condition<K::Tables, Bare = B> + RowCondition, B: NoOuter>(
                self,
                condition: E,
            ) -> Related<S, T, K::Filtered, $with> {
                let mut related = self.related();
                related.refined.part(Clause::Where, |out| condition.write(precedence::AND, out));
                related.of_kind()
            }

            /// `ORDER BY items`, in place of the primary key. A second call adds items after those of the first.
            pub fn order_by<O: Orderable<K::Tables, Bare = B> + RowOrder<K::Tables>, B: NoOuter>(
                self,
                items: O,
            ) -> Related<S, T, K, $with>
            where
                K: Several,
            {
                let mut related = self.related();
                items.write(&mut related.refined);
                related
            }

            /// `LIMIT rows` for each: at most so many rows belong to one. A second call replaces the first.
            pub fn limit(self, rows: u32) -> Related<S, T, K, $with>
            where
                K: Several,
            {
                self.related().limited(Clause::Limit, rows)
            }

            /// `OFFSET rows` for each: skips so many of the rows that belong to one. A second call replaces the first.
            pub fn offset(self, rows: u32) -> Related<S, T, K, $with>
            where
                K: Several,
            {
                self.related().limited(Clause::Offset, rows)
            }
        }
    )+ };
}

methods! {
    [S: Source, T: Source, K: Kind<T>] Relation<S, T, K>, Alone;
    [S: Source, T: Source, K: Kind<T>, W] Related<S, T, K, W>, W;
}

impl<S: Source, T: Source, K: Kind<T>> Relation<S, T, K> {
    /// Each related row with rows of its own: a pair of both, or of the row and a tuple.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)] #[has_many(comments: Comment)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32 }
    /// # #[derive(Table)]
    /// # struct Comment { #[column(primary_key)] id: i32, #[column(references = Post::id)] post_id: i32 }
    /// # async fn example(db: &mut Connection, users: &[User]) -> Result<(), piton::Error> {
    /// let posts: Vec<Vec<(Post, Vec<Comment>)>> = db.load(users, User::posts.with(Post::comments)).await?;
    /// # Ok(()) }
    /// ```
    pub fn with<W>(self, relations: W) -> Related<S, T, K, And<W>> {
        self.related().with(relations)
    }
}

impl<S: Source, T: Source, K: Kind<T>> Related<S, T, K> {
    /// Each related row with rows of its own, see [`Relation::with`].
    pub fn with<W>(self, relations: W) -> Related<S, T, K, And<W>> {
        Related { link: self.link, refined: self.refined, with: And(relations), types: PhantomData }
    }
}
