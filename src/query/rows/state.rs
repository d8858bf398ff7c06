//! Which columns of a row are given, at the type level.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::NewRow;
use crate::table::identity::{
    Answer, D0, D1, D2, D3, D4, D5, D6, D7, D8, D9, DA, DB, DC, DD, DE, DF, False, Same,
};
use crate::table::{ColumnType, Field, Nullness, With};

/// A column that is not given yet.
#[derive(Clone, Copy, Debug)]
pub enum Unset {}

/// A column that is given.
#[derive(Clone, Copy, Debug)]
pub enum Given {}

/// Which columns of a row are given: a flag a column, [`Unset`] or [`Given`], in tuples of up to sixteen that are nested
/// as the digits of the columns' numbers are.
///
/// The order in which columns were given does not matter, so that an array holds rows that were built in different orders.
pub trait Flags<I> {
    /// The flag of the column with the number `I`.
    type Flag;
    /// The same flags with this one given.
    type Given;
}

impl Flags<()> for Unset {
    type Flag = Self;
    type Given = Given;
}

impl Flags<()> for Given {
    type Flag = Self;
    type Given = Self;
}

macro_rules! flags {
    ($($flag:ident)+) => { flags!(@each [] [$($flag)+] D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 DA DB DC DD DE DF); };
    (@each [$($before:ident)*] [$flag:ident $($after:ident)*] $digit:ident $($digits:ident)*) => {
        impl<$($before,)* $flag: Flags<Rest>, $($after,)* Rest> Flags<$digit<Rest>> for ($($before,)* $flag, $($after,)*) {
            type Flag = $flag::Flag;
            type Given = ($($before,)* $flag::Given, $($after,)*);
        }

        flags!(@each [$($before)* $flag] [$($after)*] $($digits)*);
    };
    (@each [$($before:ident)*] [] $($digits:ident)*) => {};
}

crate::for_each_tuple!(flags);

/// Whether the column `C` can still be given.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is given already",
    label = "given a second time",
    note = "a column of a row has one value; the key of a patch is given where it begins"
)]
pub trait Open<C> {}

#[diagnostic::do_not_recommend]
impl<C> Open<C> for Unset {}

/// The columns `L`, an HList, in a new row with the flags `S`.
#[derive(Debug)]
pub struct Need<S, L>(PhantomData<(S, L)>);

/// What rows of two tables need.
#[derive(Debug)]
pub struct Needs<A, B>(PhantomData<(A, B)>);

/// What rows need of their columns is given: a [`Need`], or [`Needs`] of rows of several tables.
#[diagnostic::on_unimplemented(
    message = "a patch cannot be inserted",
    label = "a change of a row that is there",
    note = "make a new row with `Person::create()`, or give the patch to `update`"
)]
pub trait AllGiven {}

#[diagnostic::do_not_recommend]
impl AllGiven for () {}

#[diagnostic::do_not_recommend]
impl<S> AllGiven for Need<S, HNil> {}

impl<S: Gives<C>, C, L> AllGiven for Need<S, HCons<C, L>> where Need<S, L>: AllGiven {}

impl<A: AllGiven, B: AllGiven> AllGiven for Needs<A, B> {}

/// Whether the column `C` is given in a row with these flags, or may be NULL.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is not given",
    label = "`{C}` is missing",
    note = "it has no default and cannot be NULL: give it a value"
)]
pub trait Gives<C> {}

#[diagnostic::do_not_recommend]
impl<S: Flags<C::Id>, C: Field> Gives<C> for S where IfNullable<C, Given, S::Flag>: Filled<C> {}

/// `Yes` if the column `C` may be NULL, else `No`.
type IfNullable<C, Yes, No> = <<<C as Field>::Type as ColumnType>::Null as Nullness>::If<Yes, No>;

/// A list of columns that are in the list `L`, or may be NULL.
pub trait AllIn<L> {}

#[diagnostic::do_not_recommend]
impl<L> AllIn<L> for HNil {}

impl<C: Field, Rest: AllIn<L>, L: ListHas<C>> AllIn<L> for HCons<C, Rest> where
    <L::Answer as Answer>::If<Given, IfNullable<C, Given, Unset>>: Filled<C>
{
}

/// Whether the column `C` is in the list, or the tree of lists.
pub trait ListHas<C> {
    /// Whether it is.
    type Answer: Answer;
}

impl<C> ListHas<C> for HNil {
    type Answer = False;
}

impl<C, A: ListHas<C>, B: ListHas<C>> ListHas<C> for (A, B) {
    type Answer = <A::Answer as Answer>::Or<B::Answer>;
}

impl<C: Field, D: Field<Id: Same<C::Id>>, Rest: ListHas<C>> ListHas<C> for HCons<D, Rest> {
    type Answer = <<D::Id as Same<C::Id>>::Answer as Answer>::Or<Rest::Answer>;
}

/// Whether the column `C` is given.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is not given",
    label = "`{C}` is missing",
    note = "it has no default and cannot be NULL: give it a value"
)]
pub trait Filled<C> {}

#[diagnostic::do_not_recommend]
impl<C> Filled<C> for Given {}

/// What is to be changed of the row with a certain key.
pub trait Changes: NewRow {}

/// What a builder makes: a [`New`] row or a [`Patch`].
pub trait Mode {
    /// The tables that expressions can read.
    type Scope;
    /// What a row needs that it makes, of which `N` are the columns without a default: see [`AllGiven`].
    type Needs<N>;
}

/// A row to be inserted.
#[derive(Clone, Copy, Debug)]
pub enum New {}

impl Mode for New {
    type Scope = HNil;
    type Needs<N> = N;
}

/// A change of the row of the table `T` that has a certain key.
#[derive(Clone, Copy, Debug)]
pub struct Patch<T>(PhantomData<T>);

impl<T> Mode for Patch<T> {
    type Scope = With<T, HNil>;
    type Needs<N> = Self;
}
