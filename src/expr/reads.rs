//! What an expression reads, at the type level: a tree of pairs, whose leaves are columns.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::grouping::{Bare, BareTable};
use crate::table::identity::{Answer, False, True};
use crate::table::{Correlated, CteUse, InScope, Lacks};

/// What an expression reads of the query around its own: the tree `B`.
#[derive(Debug)]
pub struct Uses<B>(PhantomData<B>);

/// What an aggregate reads: the tree `B`, of which a group has many values.
#[derive(Debug)]
pub struct InAggregate<B>(PhantomData<B>);

/// What the value of a group reads: the tree `B`.
#[derive(Debug)]
pub struct GroupValue<B>(PhantomData<B>);

/// What a query without a SELECT list reads in it.
#[derive(Debug)]
pub enum Nothing {}

/// What a statement does that changes the database: it can only be bound by a WITH that is part of no other query.
#[derive(Debug)]
pub enum Modifies {}

/// What can be read: a tree of columns.
pub trait Reads {
    /// The state of a query that was `G` and reads this, too: another one only where it reads of an outer query.
    type In<G>;
    /// Whether it reads a column of the query itself.
    type Own: Answer;
    /// Whether it reads a column of an outer query.
    type Outer: Answer;
}

impl Reads for () {
    type In<G> = G;
    type Own = False;
    type Outer = False;
}

impl Reads for Nothing {
    type In<G> = G;
    type Own = False;
    type Outer = False;
}

impl<A: Reads, B: Reads> Reads for (A, B) {
    type In<G> = A::In<B::In<G>>;
    type Own = <A::Own as Answer>::Or<B::Own>;
    type Outer = <A::Outer as Answer>::Or<B::Outer>;
}

impl<S, C> Reads for Bare<S, C> {
    type In<G> = G;
    type Own = True;
    type Outer = False;
}

impl<S> Reads for BareTable<S> {
    type In<G> = G;
    type Own = True;
    type Outer = False;
}

impl<B> Reads for Uses<B> {
    type In<G> = Correlated<B, G>;
    type Own = False;
    type Outer = True;
}

impl<T> Reads for CteUse<T> {
    type In<G> = Correlated<Self, G>;
    type Own = False;
    type Outer = False;
}

impl Reads for Modifies {
    type In<G> = Correlated<Self, G>;
    type Own = False;
    type Outer = False;
}

impl<B: Reads> Reads for InAggregate<B> {
    type In<G> = B::In<G>;
    type Own = B::Own;
    type Outer = B::Outer;
}

impl<B: Reads> Reads for GroupValue<B> {
    type In<G> = B::In<G>;
    type Own = B::Own;
    type Outer = B::Outer;
}

/// What an aggregate can read: if columns of an outer query, then also one of its own.
///
/// Of outer columns alone it would be an aggregate of the outer query, see the page "Value Expressions" of
/// PostgreSQL's manual.
#[diagnostic::on_unimplemented(
    message = "an aggregate reads only columns of the outer query",
    label = "an aggregate of `outer(..)` columns alone",
    note = "SQL takes it for an aggregate of the outer query; compute it there, or aggregate a column of this query"
)]
pub trait HasOwnColumn {}

#[diagnostic::do_not_recommend]
impl<B: Reads<Outer: Answer<If<B::Own, True>: Yes>>> HasOwnColumn for B {}

/// What a statement can read that is never part of a query: nothing of an outer one.
#[diagnostic::on_unimplemented(
    message = "there is no query around this statement",
    label = "`outer(..)` stands in a statement that is no subquery",
    note = "leave out `outer(..)`, or use it in a subquery such as `exists(..)`"
)]
pub trait NoOuter: Reads {}

#[diagnostic::do_not_recommend]
impl<B: Reads<Outer = False>> NoOuter for B {}

/// [`True`].
pub trait Yes {}

impl Yes for True {}

/// A tree whose columns are all of tables in the scope `S`: what a subquery reads of the query around it.
pub trait ReadIn<S> {}

impl<S> ReadIn<S> for () {}

impl<S, A: ReadIn<S>, B: ReadIn<S>> ReadIn<S> for (A, B) {}

impl<S: InScope<T>, T, C> ReadIn<S> for Bare<T, C> {}

impl<S: InScope<T>, T> ReadIn<S> for BareTable<T> {}

impl<S, B> ReadIn<S> for Uses<B> {}

impl<S, B: ReadIn<S>> ReadIn<S> for InAggregate<B> {}

impl<S, B: ReadIn<S>> ReadIn<S> for GroupValue<B> {}

impl<S, T> ReadIn<S> for CteUse<T> {}

impl<S> ReadIn<S> for Modifies where HNil: TopLevel<S> {}

/// A place where a statement that changes the database can be bound. No subquery is one.
#[diagnostic::on_unimplemented(
    message = "a statement that changes the database cannot stand in a subquery",
    label = "changes the database",
    note = "bind it with the `with(..)` that is around the whole statement"
)]
pub trait TopLevel<S> {}

/// What a query reads that changes nothing in the database: one that can stand inside of another statement. `P` says
/// nothing: what never holds needs a parameter.
pub trait ChangesNothing<P = ()> {}

impl<P> ChangesNothing<P> for () {}

impl<P, A: ChangesNothing<P>, B: ChangesNothing<P>> ChangesNothing<P> for (A, B) {}

impl<P, S, C> ChangesNothing<P> for Bare<S, C> {}

impl<P, S> ChangesNothing<P> for BareTable<S> {}

impl<P, B> ChangesNothing<P> for Uses<B> {}

impl<P, B> ChangesNothing<P> for InAggregate<B> {}

impl<P, B> ChangesNothing<P> for GroupValue<B> {}

impl<P, T> ChangesNothing<P> for CteUse<T> {}

impl<P> ChangesNothing<P> for Modifies where HNil: TopLevel<P> {}

/// What a query reads of the query around it, if there is none: nothing.
pub trait Standalone {}

#[diagnostic::do_not_recommend]
impl Standalone for () {}

impl<A: Standalone, B: Standalone> Standalone for (A, B) {}

impl<S, C> Standalone for Bare<S, C> where HNil: AroundQuery<S> {}

impl<S> Standalone for BareTable<S> where HNil: AroundQuery<S> {}

impl<B: Standalone> Standalone for Uses<B> {}

impl<B: Standalone> Standalone for InAggregate<B> {}

impl<B: Standalone> Standalone for GroupValue<B> {}

impl Standalone for Modifies {}

impl<T> Standalone for CteUse<T> where HNil: Binds<T> {}

/// A WITH that binds the CTE `T`. A query that is run by itself has none around it.
#[diagnostic::on_unimplemented(
    message = "`{T}` is not bound to a query",
    label = "no WITH names `{T}`",
    note = "bind it: `with({T}.of(query), ..)`, or where it is read: `from({T}.of(query))`"
)]
pub trait Binds<T> {}

/// A query around another one, with the table `S`. A query that is run by itself has none.
#[diagnostic::on_unimplemented(
    message = "this query reads table `{S}` of a query around it",
    label = "there is no query around this one",
    note = "add it to that query, as in `.filter(exists(..))`, or join `{S}` and leave out `outer(..)`"
)]
pub trait AroundQuery<S> {}

/// What a relation can read: CTEs have no name there, because what it becomes part of is not known.
pub trait ReadsNoCte {}

#[diagnostic::do_not_recommend]
impl ReadsNoCte for () {}

impl<A: ReadsNoCte, B: ReadsNoCte> ReadsNoCte for (A, B) {}

#[diagnostic::do_not_recommend]
impl<S, C> ReadsNoCte for Bare<S, C> {}

#[diagnostic::do_not_recommend]
impl<S> ReadsNoCte for BareTable<S> {}

impl<B: ReadsNoCte> ReadsNoCte for Uses<B> {}

impl<B: ReadsNoCte> ReadsNoCte for InAggregate<B> {}

#[diagnostic::do_not_recommend]
impl ReadsNoCte for Modifies {}

impl<B: ReadsNoCte> ReadsNoCte for GroupValue<B> {}

impl<T> ReadsNoCte for CteUse<T> where HNil: ReachesRelations<T> {}

/// A WITH whose CTE `T` a relation can read. There is none.
#[diagnostic::on_unimplemented(
    message = "a relation cannot read the CTE `{T}`, which is named in a query around it",
    label = "reads `{T}` in a relation",
    note = "name the rows where they are read: `from({T}.of(query))`"
)]
pub trait ReachesRelations<T> {}

/// A tree of outer columns, none of which is hidden by a table of the scope `S`.
pub trait VisibleIn<S> {}

impl<S> VisibleIn<S> for () {}

impl<S, A: VisibleIn<S>, B: VisibleIn<S>> VisibleIn<S> for (A, B) {}

impl<S: DoesNotHide<T>, T, C> VisibleIn<S> for Bare<T, C> {}

impl<S: DoesNotHide<T>, T> VisibleIn<S> for BareTable<T> {}

impl<S, B: VisibleIn<S>> VisibleIn<S> for Uses<B> {}

impl<S, B: VisibleIn<S>> VisibleIn<S> for InAggregate<B> {}

impl<S, B: VisibleIn<S>> VisibleIn<S> for GroupValue<B> {}

impl<S, T> VisibleIn<S> for CteUse<T> {}

impl<S> VisibleIn<S> for Modifies {}

/// A scope of an inner query through which the table `T` of an outer query can be seen: it has none of that name.
#[diagnostic::on_unimplemented(
    message = "the inner query reads a table `{T}` of its own, which hides that of the outer query",
    label = "`outer(..)` cannot reach `{T}` here",
    note = "give one of them another name: `alias!(Other = {T})`"
)]
pub trait DoesNotHide<T> {}

#[diagnostic::do_not_recommend]
impl<T> DoesNotHide<T> for HNil {}

#[diagnostic::do_not_recommend]
impl<T, E, Tail> DoesNotHide<T> for HCons<E, Tail> where Self: Lacks<T> {}
