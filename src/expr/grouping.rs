//! `GROUP BY`, at the type level: which columns may stand beside aggregates.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::{
    EveryRow, Expression, GroupValue, HasOwnColumn, InAggregate, Modifies, NoGroupValue, NoRows, Nothing,
    Rolled, Uses,
};
use crate::sql::{Clause, Statement};
use crate::table::identity::{Answer, False, Same, True};
use crate::table::{Column, CteUse, Field, InScope, Source, Table};

/// A column that is read outside of aggregates.
#[derive(Debug)]
pub struct Bare<S, C>(PhantomData<(S, C)>);

/// All columns of a table, read outside of aggregates.
#[derive(Debug)]
pub struct BareTable<S>(PhantomData<S>);

/// Grouped columns beside which the columns `B` may stand.
pub trait Permits<B> {}

#[diagnostic::do_not_recommend]
impl<B> Permits<B> for EveryRow {}

impl<B> Permits<B> for NoRows where HNil: LocksGroups<B> {}

/// Groups whose rows can be locked. PostgreSQL locks rows of tables only.
#[diagnostic::on_unimplemented(
    message = "rows of groups cannot be locked",
    label = "FOR UPDATE and its like need single rows",
    note = "lock the rows in a subquery, or leave out the aggregate"
)]
pub trait LocksGroups<G> {}

impl<B: AllowedBy<HNil>> Permits<B> for HNil {}

impl<B: AllowedBy<HCons<H, T>>, H, T> Permits<B> for HCons<H, T> {}

/// Columns that have one value in each group of `K`.
pub trait AllowedBy<K> {}

impl<K> AllowedBy<K> for () {}

impl<K> AllowedBy<K> for Nothing {}

// What is read of an outer query is the same in all rows.
impl<K, B> AllowedBy<K> for Uses<B> {}

impl<K, B: HasOwnColumn + NoGroupValue> AllowedBy<K> for InAggregate<B> {}

impl<K, B: AllowedBy<K>> AllowedBy<K> for GroupValue<B> {}

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
    /// Whether it is, and is grouped by in every grouping set.
    type InAll: Answer;
}

impl<S, C> Contains<S, C> for HNil {
    type Answer = False;
    type InAll = False;
}

impl<S: Source, C: Field, T: Source, D: Field, Tail: Contains<S, C>> Contains<S, C>
    for HCons<Bare<T, D>, Tail>
where
    T::Id: Same<S::Id>,
    D::Id: Same<C::Id>,
{
    type Answer = <SameColumn<S, C, T, D> as Answer>::Or<Tail::Answer>;
    type InAll = <SameColumn<S, C, T, D> as Answer>::Or<Tail::InAll>;
}

impl<S: Source, C: Field, T: Source, D: Field, Tail: Contains<S, C>> Contains<S, C>
    for HCons<Rolled<T, D>, Tail>
where
    T::Id: Same<S::Id>,
    D::Id: Same<C::Id>,
{
    type Answer = <SameColumn<S, C, T, D> as Answer>::Or<Tail::Answer>;
    type InAll = Tail::InAll;
}

/// Whether the column `C` of `S` is the column `D` of `T`.
type SameColumn<S, C, T, D> = <<<T as Source>::Id as Same<<S as Source>::Id>>::Answer as Answer>::And<
    <<D as Field>::Id as Same<<C as Field>::Id>>::Answer,
>;

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
    type Answer = <<K as Contains<S, C>>::InAll as Answer>::And<<K as ContainsAll<S, P>>::Answer>;
}

/// What can be grouped by in a query with the scope `S`: a column or a tuple of columns.
///
/// Implement [`GroupKeys`], which gives it. They are two for the sake of messages, as
/// [`Selectable`](super::Selectable) is.
#[diagnostic::on_unimplemented(
    message = "GROUP BY takes columns",
    label = "not a column",
    note = "give `group_by` a column or a tuple of columns; an expression gets a name: `.cross_join(Name.computed(..))`"
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
