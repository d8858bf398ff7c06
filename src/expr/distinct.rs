//! `DISTINCT ON` and ORDER BY, which begins with its columns.

use frunk_core::hlist::{HCons, HNil};

use super::{Bare, Computed, Ordered};
use crate::table::identity::{Answer, False, Same, True};
use crate::table::{Column, Field, Source};

/// The items of ORDER BY, as an HList of [`Bare`] columns and of [`Computed`].
#[diagnostic::on_unimplemented(
    message = "ORDER BY of a query with DISTINCT ON begins with its columns",
    label = "not a column of DISTINCT ON",
    note = "order by the columns of `distinct_on` first"
)]
pub trait DistinctOrder {
    /// The items, before those of `Rest`.
    type Items<Rest>;
}

impl<S: Source, C: Field> DistinctOrder for Column<S, C> {
    type Items<Rest> = HCons<Bare<S, C>, Rest>;
}

impl<E: DistinctOrder> DistinctOrder for Ordered<E> {
    type Items<Rest> = E::Items<Rest>;
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: DistinctOrder),+> DistinctOrder for ($($name,)+) {
            type Items<Rest> = tuples!(@items $($name)+);
        }
    };
    (@items) => { Rest };
    (@items $first:ident $($more:ident)*) => { $first::Items<tuples!(@items $($more)*)> };
}

crate::for_each_tuple!(tuples);

/// Items of ORDER BY that begin with the columns `K` of DISTINCT ON, in whatever order, as far as there are items.
pub trait CoveredBy<K> {}

impl<K> CoveredBy<K> for HNil {}

impl<O> CoveredBy<HNil> for HCons<Computed, O> {}

impl<S, C, O> CoveredBy<HNil> for HCons<Bare<S, C>, O> {}

impl<S, C, O, H, T, R> CoveredBy<HCons<H, T>> for HCons<Bare<S, C>, O>
where
    HCons<H, T>: Remove<S, C, Rest = R, Found: DistinctBy<S, C>>,
    O: CoveredBy<R>,
{
}

impl<O, H, T> CoveredBy<HCons<H, T>> for HCons<Computed, O> where HNil: DistinctByExpression<O> {}

/// Whether DISTINCT ON has the column `C` of `S`, or all its columns came before: yes.
#[diagnostic::on_unimplemented(
    message = "ORDER BY of a query with DISTINCT ON begins with its columns, and `{C}` of `{S}` is none",
    label = "comes before all columns of DISTINCT ON are there",
    note = "order by the columns of `distinct_on` first, and by others after them"
)]
pub trait DistinctBy<S, C> {}

#[diagnostic::do_not_recommend]
impl<S, C> DistinctBy<S, C> for True {}

/// Whether ORDER BY can take an expression before the columns of DISTINCT ON: no.
#[diagnostic::on_unimplemented(
    message = "ORDER BY of a query with DISTINCT ON begins with its columns",
    label = "an expression comes before all columns of DISTINCT ON are there",
    note = "order by the columns of `distinct_on` first, and by others after them"
)]
pub trait DistinctByExpression<O> {}

/// A list of columns without one of them.
pub trait Remove<S, C> {
    /// Whether it was there.
    type Found: Answer;
    /// The others.
    type Rest;
}

impl<S, C> Remove<S, C> for HNil {
    type Found = False;
    type Rest = HNil;
}

impl<S: Source, C: Field, T: Source, D: Field, Tail: Remove<S, C>> Remove<S, C> for HCons<Bare<T, D>, Tail>
where
    T::Id: Same<S::Id>,
    D::Id: Same<C::Id>,
{
    type Found =
        <<<T::Id as Same<S::Id>>::Answer as Answer>::And<<D::Id as Same<C::Id>>::Answer> as Answer>::Or<
            Tail::Found,
        >;
    type Rest =
        <<<T::Id as Same<S::Id>>::Answer as Answer>::And<<D::Id as Same<C::Id>>::Answer> as Answer>::If<
            Tail::Rest,
            HCons<Bare<T, D>, Tail::Rest>,
        >;
}
