//! Which of the related rows, in which order, and how many.

use std::fmt;
use std::marker::PhantomData;

use super::path::{Path, path};
use super::{Alone, Besides, Kind, Link, Relation, RelationMethods, RelationsOf, Tail};
use crate::expr::{Condition, NoOuter, Orderable, ReadsNoCte, RowCondition, precedence};
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

impl<S, T, K, W> Related<S, T, K, W> {
    /// The same with other types.
    fn typed<K2, W2>(self, with: W2) -> Related<S, T, K2, W2> {
        Related { link: self.link, refined: self.refined, with, types: PhantomData }
    }
}

impl<S: Source, T: Source, K: Kind<T>, W> Related<S, T, K, W> {
    pub(super) fn path(&self) -> Path {
        path::<S, T, K>(self.link)
    }
}

impl<S: Source, T: Source, K: Kind<T>> RelationMethods for Relation<S, T, K> {
    type From = S;
    type To = T;
    type Kind = K;
    type With = Alone;

    fn related(self) -> Related<S, T, K> {
        Related { link: self.link, refined: Statement::new(), with: Alone, types: PhantomData }
    }
}

impl<S: Source, T: Source, K: Kind<T>, W: Tail<T>> RelationMethods for Related<S, T, K, W> {
    type From = S;
    type To = T;
    type Kind = K;
    type With = W;

    fn related(self) -> Self {
        self
    }
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
    pub fn with<W: RelationsOf<T, List = L>, L>(self, relations: W) -> Related<S, T, K, Besides<L>> {
        self.related().with(relations)
    }
}

impl<S: Source, T: Source, K: Kind<T>> Related<S, T, K> {
    /// Each related row with rows of its own, see [`Relation::with`].
    pub fn with<W: RelationsOf<T, List = L>, L>(self, relations: W) -> Related<S, T, K, Besides<L>> {
        self.typed(Besides(relations.into_list()))
    }
}

/// What is read only of the tables that a relation leads to.
#[diagnostic::on_unimplemented(
    message = "a relation reads no column of a query around it",
    label = "`outer(..)` stands in a relation",
    note = "leave out `outer(..)`: the relation says which rows belong together"
)]
pub trait OwnColumns {}

#[diagnostic::do_not_recommend]
impl<B: NoOuter> OwnColumns for B {}

/// What reads no CTE.
// A trait beside `ReadsNoCte`, so that the message does not list what implements that.
pub trait OwnRows {}

impl<B: ReadsNoCte> OwnRows for B {}

/// An order of rows: one without aggregates.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot order related rows",
    label = "contains an aggregate",
    note = "the rows of a relation are not grouped"
)]
pub trait RowOrder<S> {}

#[diagnostic::do_not_recommend]
impl<O: Orderable<S, Aggregates = False>, S> RowOrder<S> for O {}

pub(super) fn filtered<S, T, K: Kind<T>, W, E>(
    mut related: Related<S, T, K, W>,
    condition: E,
) -> Related<S, T, K::Filtered, W>
where
    T: Source,
    E: Condition<K::Tables> + RowCondition,
{
    related.refined.part(Clause::Where, |out| condition.write(precedence::AND, out));
    let Related { link, refined, with, .. } = related;
    Related { link, refined, with, types: PhantomData }
}

pub(super) fn ordered<S, T: Source, K: Kind<T>, W, O: Orderable<K::Tables>>(
    mut related: Related<S, T, K, W>,
    items: O,
) -> Related<S, T, K, W> {
    items.write(&mut related.refined);
    related
}

pub(super) fn limited<S, T, K, W>(
    mut related: Related<S, T, K, W>,
    clause: Clause,
    rows: u32,
) -> Related<S, T, K, W> {
    related.refined.clear(clause);
    related.refined.part(clause, |out| out.push(Piece::Number(rows.into())));
    related
}
