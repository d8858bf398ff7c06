//! The state of a query, at the type level: how it is grouped, what it reads of an outer query, and which of DISTINCT and
//! FOR UPDATE it has.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::distinct::{CoveredBy, DistinctOrder};
use super::{Bare, BareTable, GroupValue, InAggregate, OutputOrder, Permits, Projection, Standalone, Uses};
use crate::table::identity::{Answer, False};
use crate::table::{Correlated, CteUse};

/// A query without `GROUP BY`.
#[derive(Debug)]
pub enum NotGrouped {}

/// A query with `GROUP BY`; `K` is the HList of its columns.
#[derive(Debug)]
pub struct GroupedBy<K>(PhantomData<K>);

/// A query with `DISTINCT` that was `G`.
#[derive(Debug)]
pub struct DistinctRows<G>(PhantomData<G>);

/// A query with `DISTINCT ON` the HList of columns `K` that was `G`.
#[derive(Debug)]
pub struct DistinctOn<K, G>(PhantomData<(K, G)>);

/// A query with `FOR UPDATE` or its like that was `G`.
#[derive(Debug)]
pub struct Locked<G>(PhantomData<G>);

/// Each row is a group of its own.
#[derive(Debug)]
pub enum EveryRow {}

/// There are groups, and what is locked are rows.
#[derive(Debug)]
pub enum NoRows {}

/// A query that is not grouped yet.
#[diagnostic::on_unimplemented(
    message = "this query is grouped already",
    label = "grouped a second time",
    note = "give one `group_by` all columns, `.group_by((a, b))`, and say `having` after it"
)]
pub trait Ungrouped {}

#[diagnostic::do_not_recommend]
impl Ungrouped for NotGrouped {}

#[diagnostic::do_not_recommend]
impl<B, G: Ungrouped> Ungrouped for Correlated<B, G> {}

#[diagnostic::do_not_recommend]
impl<G: Ungrouped> Ungrouped for DistinctRows<G> {}

#[diagnostic::do_not_recommend]
impl<K, G: Ungrouped> Ungrouped for DistinctOn<K, G> {}

impl<G> Ungrouped for Locked<G> where HNil: super::LocksGroups<G> {}

/// The grouping of a query, and what it reads of an outer one.
pub trait GroupState {
    /// The grouped columns, if what is selected contains aggregates (`A`) or does not.
    type Keys<A: Answer>;
    /// The state with `GROUP BY` the list `L`.
    type Grouped<L>;
    /// The state with `HAVING`.
    type Having;
    /// The state with `ORDER BY`.
    type Ordered;
    /// Whether the query has one row exactly, apart from LIMIT and OFFSET, if what is selected contains aggregates (`A`)
    /// or does not.
    type OneRow<A: Answer>: Answer;
    /// Whether it locks rows.
    type Locks;
    /// What is read of the query around this one.
    type Uses;
}

/// A query that locks no rows.
#[derive(Debug)]
pub enum NoLocks {}

/// A query that locks rows.
#[derive(Debug)]
pub enum RowLocks {}

impl GroupState for NotGrouped {
    // An aggregate makes one group of all rows.
    type Keys<A: Answer> = A::If<HNil, EveryRow>;
    type Grouped<L> = GroupedBy<L>;
    // So does HAVING.
    type Having = GroupedBy<HNil>;
    type Ordered = Self;
    type OneRow<A: Answer> = A;
    type Locks = NoLocks;
    type Uses = ();
}

impl<K> GroupState for GroupedBy<K> {
    type Keys<A: Answer> = K;
    type Grouped<L> = GroupedBy<L>;
    type Having = Self;
    type Ordered = Self;
    type OneRow<A: Answer> = False;
    type Locks = NoLocks;
    type Uses = ();
}

impl<B, G: GroupState> GroupState for Correlated<B, G> {
    type Keys<A: Answer> = G::Keys<A>;
    type Grouped<L> = Correlated<B, G::Grouped<L>>;
    type Having = Correlated<B, G::Having>;
    type Ordered = Correlated<B, G::Ordered>;
    type OneRow<A: Answer> = G::OneRow<A>;
    type Locks = G::Locks;
    type Uses = (B, G::Uses);
}

impl<G: GroupState> GroupState for DistinctRows<G> {
    type Keys<A: Answer> = G::Keys<A>;
    type Grouped<L> = DistinctRows<G::Grouped<L>>;
    type Having = DistinctRows<G::Having>;
    type Ordered = DistinctRows<G::Ordered>;
    type OneRow<A: Answer> = G::OneRow<A>;
    type Locks = G::Locks;
    type Uses = G::Uses;
}

impl<K, G: GroupState> GroupState for DistinctOn<K, G> {
    type Keys<A: Answer> = G::Keys<A>;
    type Grouped<L> = DistinctOn<K, G::Grouped<L>>;
    type Having = DistinctOn<K, G::Having>;
    // What comes first in ORDER BY was compared; what is added to it later is free.
    type Ordered = DistinctOn<HNil, G::Ordered>;
    type OneRow<A: Answer> = G::OneRow<A>;
    type Locks = G::Locks;
    type Uses = G::Uses;
}

impl<G: GroupState> GroupState for Locked<G> {
    type Keys<A: Answer> = A::If<NoRows, EveryRow>;
    type Grouped<L> = Self;
    type Having = Self;
    type Ordered = Locked<G::Ordered>;
    type OneRow<A: Answer> = False;
    type Locks = RowLocks;
    type Uses = G::Uses;
}

/// The state of a query that can be run: what is selected contains aggregates (`A`), reads the columns `B` outside of
/// them, and may stand there.
pub trait Grouping<A, B> {}

impl<G: Groups<A, B> + GroupState<Uses: Standalone>, A: Answer, B: Selected> Grouping<A, B> for G {}

/// The state of a statement that is run by itself: it reads nothing of a query around it, and every CTE is bound.
pub trait SelfContained {}

impl<G: GroupState<Uses: Standalone>> SelfContained for G {}

/// A grouping under which expressions may stand that contain aggregates (`A`) and read the columns `B` outside
/// of them.
pub trait Groups<A, B> {}

impl<G: GroupState<Keys<A>: Permits<B>>, A: Answer, B> Groups<A, B> for G {}

/// A state in which a query with the SELECT list `P` can be ordered by the items `O`.
pub trait Orders<P, O> {}

impl<P, O> Orders<P, O> for NotGrouped {}

impl<P, O, K> Orders<P, O> for GroupedBy<K> {}

impl<P, O, B, G: Orders<P, O>> Orders<P, O> for Correlated<B, G> {}

impl<P, O, G: Orders<P, O>> Orders<P, O> for Locked<G> {}

impl<P: Projection, O: OutputOrder<P::Outputs<HNil>>, G> Orders<P, O> for DistinctRows<G> {}

impl<P, O: DistinctOrder<Items<HNil>: CoveredBy<K>>, K, G> Orders<P, O> for DistinctOn<K, G> {}

/// What a SELECT list reads, if there is one.
#[diagnostic::on_unimplemented(
    message = "this query does not say what it returns",
    label = "nothing is selected yet",
    note = "name what the query returns with `.select(..)`"
)]
pub trait Selected {}

macro_rules! selected {
    ($([$($param:ident)*] $leaf:ty;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($param),*> Selected for $leaf {}
    )+ };
}

selected! {
    [] ();
    [A B] (A, B);
    [S C] Bare<S, C>;
    [S] BareTable<S>;
    [B] Uses<B>;
    [B] InAggregate<B>;
    [B] GroupValue<B>;
    [T] CteUse<T>;
}
