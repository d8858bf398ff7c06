//! `GROUP BY`, at the type level: which columns may stand beside aggregates.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::{Expression, HasOwnColumn, InAggregate, Modifies, Nothing, Standalone, Uses};
use crate::sql::{Clause, Statement};
use crate::table::identity::{Answer, False, Same, True};
use crate::table::{Column, Correlated, CteUse, Field, InScope, Source, Table};

/// A column that is read outside of aggregates.
#[derive(Debug)]
pub struct Bare<S, C>(PhantomData<(S, C)>);

/// All columns of a table, read outside of aggregates.
#[derive(Debug)]
pub struct BareTable<S>(PhantomData<S>);

/// A query without `GROUP BY`.
#[derive(Debug)]
pub enum NotGrouped {}

/// A query with `GROUP BY`; `K` is the HList of its columns.
#[derive(Debug)]
pub struct GroupedBy<K>(PhantomData<K>);

/// A query that is not grouped yet.
#[diagnostic::on_unimplemented(
    message = "this query is grouped already",
    label = "grouped a second time",
    note = "give one `group_by` all columns: `.group_by((a, b))`"
)]
pub trait Ungrouped {}

#[diagnostic::do_not_recommend]
impl Ungrouped for NotGrouped {}

#[diagnostic::do_not_recommend]
impl<B, G: Ungrouped> Ungrouped for Correlated<B, G> {}

/// The grouping of a query, and what it reads of an outer one.
pub trait GroupState {
    /// The grouped columns, if what is selected contains aggregates (`A`) or does not.
    type Keys<A: Answer>;
    /// The state with `GROUP BY` the list `L`.
    type Grouped<L>;
    /// The state with `HAVING`.
    type Having;
    /// Whether the query has one row exactly, apart from LIMIT and OFFSET, if what is selected contains aggregates (`A`)
    /// or does not.
    type OneRow<A: Answer>: Answer;
    /// What is read of the query around this one.
    type Uses;
}

impl GroupState for NotGrouped {
    // An aggregate makes one group of all rows.
    type Keys<A: Answer> = A::If<HNil, EveryRow>;
    type Grouped<L> = GroupedBy<L>;
    // So does HAVING.
    type Having = GroupedBy<HNil>;
    type OneRow<A: Answer> = A;
    type Uses = ();
}

impl<K> GroupState for GroupedBy<K> {
    type Keys<A: Answer> = K;
    type Grouped<L> = GroupedBy<L>;
    type Having = Self;
    type OneRow<A: Answer> = False;
    type Uses = ();
}

impl<B, G: GroupState> GroupState for Correlated<B, G> {
    type Keys<A: Answer> = G::Keys<A>;
    type Grouped<L> = Correlated<B, G::Grouped<L>>;
    type Having = Correlated<B, G::Having>;
    type OneRow<A: Answer> = G::OneRow<A>;
    type Uses = (B, G::Uses);
}

/// Each row is a group of its own.
#[derive(Debug)]
pub enum EveryRow {}

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

/// What a SELECT list reads, if there is one.
#[diagnostic::on_unimplemented(
    message = "this query does not say what it returns",
    label = "nothing is selected yet",
    note = "name what the query returns with `.select(..)`"
)]
pub trait Selected {}

#[diagnostic::do_not_recommend]
impl Selected for () {}

#[diagnostic::do_not_recommend]
impl<A, B> Selected for (A, B) {}

#[diagnostic::do_not_recommend]
impl<S, C> Selected for Bare<S, C> {}

#[diagnostic::do_not_recommend]
impl<S> Selected for BareTable<S> {}

#[diagnostic::do_not_recommend]
impl<B> Selected for Uses<B> {}

#[diagnostic::do_not_recommend]
impl<B> Selected for InAggregate<B> {}

#[diagnostic::do_not_recommend]
impl<T> Selected for CteUse<T> {}

/// Grouped columns beside which the columns `B` may stand.
pub trait Permits<B> {}

#[diagnostic::do_not_recommend]
impl<B> Permits<B> for EveryRow {}

impl<B: AllowedBy<HNil>> Permits<B> for HNil {}

impl<B: AllowedBy<HCons<H, T>>, H, T> Permits<B> for HCons<H, T> {}

/// Columns that have one value in each group of `K`.
pub trait AllowedBy<K> {}

impl<K> AllowedBy<K> for () {}

impl<K> AllowedBy<K> for Nothing {}

// What is read of an outer query is the same in all rows.
impl<K, B> AllowedBy<K> for Uses<B> {}

impl<K, B: HasOwnColumn> AllowedBy<K> for InAggregate<B> {}

impl<K, T> AllowedBy<K> for CteUse<T> {}

impl<K> AllowedBy<K> for Modifies {}

impl<K, A: AllowedBy<K>, B: AllowedBy<K>> AllowedBy<K> for (A, B) {}

impl<K: Determines<S, C>, S, C> AllowedBy<K> for Bare<S, C> {}

impl<K: DeterminesTable<S>, S> AllowedBy<K> for BareTable<S> {}

/// Grouped columns that determine the column `C` of `S`: it is one of them, or they hold the primary key of
/// its table.
#[diagnostic::on_unimplemented(
    message = "column `{C}` of `{S}` is neither grouped by nor inside an aggregate",
    label = "has many values of `{C}` in each group",
    note = "add it to `.group_by(..)`, or wrap it in an aggregate such as `max(..)`"
)]
pub trait Determines<S, C> {}

#[diagnostic::do_not_recommend]
impl<K, S: Source, C: Field> Determines<S, C> for K
where
    K: Contains<
            S,
            C,
            Answer: Answer<Or<<K as ContainsAll<S, <S::Table as Table>::PrimaryKey>>::Answer> = True>,
        >,
    K: ContainsAll<S, <S::Table as Table>::PrimaryKey>,
{
}

/// Grouped columns that hold the primary key of `S`.
#[diagnostic::on_unimplemented(
    message = "table `{S}` is not grouped by its primary key",
    label = "has many rows of `{S}` in each group",
    note = "add its primary key to `.group_by(..)`, or select grouped columns and aggregates instead"
)]
pub trait DeterminesTable<S> {}

#[diagnostic::do_not_recommend]
impl<K, S: Source> DeterminesTable<S> for K where
    K: ContainsAll<S, <S::Table as Table>::PrimaryKey, Answer = True>
{
}

/// Whether the column `C` of `S` is in the list.
pub trait Contains<S, C> {
    /// Whether it is.
    type Answer: Answer;
}

impl<S, C> Contains<S, C> for HNil {
    type Answer = False;
}

impl<S: Source, C: Field, T: Source, D: Field, Tail: Contains<S, C>> Contains<S, C>
    for HCons<Bare<T, D>, Tail>
where
    T::Id: Same<S::Id>,
    D::Id: Same<C::Id>,
{
    type Answer =
        <<<T::Id as Same<S::Id>>::Answer as Answer>::And<<D::Id as Same<C::Id>>::Answer> as Answer>::Or<
            Tail::Answer,
        >;
}

/// Whether all columns of the list `P`, a primary key of `S`, are in this list.
pub trait ContainsAll<S, P> {
    /// Whether they are; a table without a primary key has nothing that determines its rows.
    type Answer: Answer;
}

impl<K, S> ContainsAll<S, ()> for K {
    type Answer = False;
}

impl<K, S> ContainsAll<S, HNil> for K {
    type Answer = True;
}

impl<K, S: Source, C, P> ContainsAll<S, HCons<C, P>> for K
where
    K: Contains<S, C> + ContainsAll<S, P>,
{
    type Answer = <<K as Contains<S, C>>::Answer as Answer>::And<<K as ContainsAll<S, P>>::Answer>;
}

/// What can be grouped by in a query with the scope `S`: a column or a tuple of columns.
///
/// Implement [`GroupKeys`], which gives it. They are two for the sake of messages, as
/// [`Selectable`](super::Selectable) is.
#[diagnostic::on_unimplemented(
    message = "GROUP BY takes columns",
    label = "not a column",
    note = "give `group_by` a column or a tuple of columns"
)]
pub trait Groupable<S> {
    /// The columns, before those of `K`.
    type Keys<K>;

    /// Adds the columns.
    fn write(self, out: &mut Statement);
}

/// What can be grouped by, see [`Groupable`].
pub trait GroupKeys<S> {
    /// See [`Groupable::Keys`].
    type Keys<K>;

    /// Adds the columns.
    fn write(self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<S, G: GroupKeys<S>> Groupable<S> for G {
    type Keys<K> = G::Keys<K>;

    fn write(self, out: &mut Statement) {
        GroupKeys::write(self, out);
    }
}

impl<X, S: Source, C: Field> GroupKeys<X> for Column<S, C>
where
    X: InScope<S>,
{
    type Keys<K> = HCons<Bare<S, C>, K>;

    fn write(self, out: &mut Statement) {
        out.part(Clause::GroupBy, |out| self.render(out));
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<Scope, $($name: Groupable<Scope>),+> GroupKeys<Scope> for ($($name,)+) {
            type Keys<Rest> = tuples!(@keys $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(out);)+
            }
        }
    };
    (@keys) => { Rest };
    (@keys $first:ident $($more:ident)*) => { $first::Keys<tuples!(@keys $($more)*)> };
}

crate::for_each_tuple!(tuples);
