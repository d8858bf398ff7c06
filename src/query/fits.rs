//! Whether the columns of a query are those of the table that names it.

use frunk_core::hlist::{HCons, HNil};

use crate::expr::{Item, TableItem};
use crate::table::{ColumnType, Field, NotNull, Nullable, Nullness, Source, Table};

/// Rows that have the columns of the table `T`: as many, of the same types and in the same order.
#[diagnostic::on_unimplemented(
    message = "the query returns other columns than `{T}` has",
    label = "not the columns of `{T}`",
    note = "select one item for each field of `{T}`, in their order"
)]
pub trait Fits<T> {}

impl<T: Table, I: FlatItems<Flat<HNil>: TakenBy<T, T::Fields>>> Fits<T> for I {}

/// Items in tuples, one after the other.
pub trait FlatItems {
    /// The items as an HList, before those of `Rest`.
    type Flat<Rest>;
}

impl<V, N> FlatItems for Item<V, N> {
    type Flat<Rest> = HCons<Self, Rest>;
}

impl<T: Table<Fields: ColumnItems<N>>, N> FlatItems for TableItem<T, N> {
    type Flat<Rest> = <T::Fields as ColumnItems<N>>::Items<Rest>;
}

impl FlatItems for () {
    type Flat<Rest> = Rest;
}

/// The columns of a table as items, which can be NULL if `N` can.
pub trait ColumnItems<N> {
    /// The items, before those of `Rest`.
    type Items<Rest>;
}

impl<N> ColumnItems<N> for HNil {
    type Items<Rest> = Rest;
}

impl<N: Nullness, F: Field, Fs: ColumnItems<N>> ColumnItems<N> for HCons<F, Fs> {
    type Items<Rest> = HCons<
        Item<<F::Type as ColumnType>::Base, <<F::Type as ColumnType>::Null as Nullness>::Or<N>>,
        Fs::Items<Rest>,
    >;
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: FlatItems),+> FlatItems for ($($name,)+) {
            type Flat<Rest> = tuples!(@flat $($name)+);
        }
    };
    (@flat) => { Rest };
    (@flat $first:ident $($more:ident)*) => { $first::Flat<tuples!(@flat $($more)*)> };
}

crate::for_each_tuple!(tuples);

/// Items that are those of the columns `Fields` of `T`.
#[diagnostic::on_unimplemented(
    message = "the query does not return as many columns as `{T}` has",
    label = "more or fewer columns than `{T}` has",
    note = "select one item for each field of `{T}`, in their order"
)]
pub trait TakenBy<T, Fields> {}

#[diagnostic::do_not_recommend]
impl<T> TakenBy<T, HNil> for HNil {}

impl<T, I: ItemOf<F>, Is: TakenBy<T, Fs>, F, Fs> TakenBy<T, HCons<F, Fs>> for HCons<I, Is> {}

/// An item that is that of the column `F`.
pub trait ItemOf<F> {}

impl<V, N, F: Field<Type: ColumnType<Base: Holds<V, F>, Null: HoldsNull<N, F>>>> ItemOf<F> for Item<V, N> {}

/// The type of the column `F`, which is that of the values `V`.
#[diagnostic::on_unimplemented(
    message = "column `{F}` is a `{Self}`, and the query returns a `{V}` for it",
    label = "a `{V}` in the place of `{F}`",
    note = "select one item for each field, of its type and in their order"
)]
pub trait Holds<V, F> {}

#[diagnostic::do_not_recommend]
impl<V, F> Holds<V, F> for V {}

/// Whether the column `F` can hold NULL, if what the query returns for it (`N`) can be NULL.
#[diagnostic::on_unimplemented(
    message = "column `{F}` cannot be NULL, and what the query returns for it can",
    label = "can be NULL in the place of `{F}`",
    note = "make the field an `Option`"
)]
pub trait HoldsNull<N, F> {}

#[diagnostic::do_not_recommend]
impl<N: Nullness, F> HoldsNull<N, F> for Nullable {}

#[diagnostic::do_not_recommend]
impl<F> HoldsNull<NotNull, F> for NotNull {}

/// The table of a source.
pub(super) type TableOf<S> = <S as Source>::Table;
