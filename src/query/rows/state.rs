//! Which columns of a row are given, at the type level.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use super::NewRow;
use crate::table::identity::{Answer, False, Same};
use crate::table::{ColumnType, Field, Nullness, With};

/// A column that is not given yet.
#[derive(Clone, Copy, Debug)]
pub enum Unset {}

/// A column that is given.
#[derive(Clone, Copy, Debug)]
pub enum Given {}

/// Whether the column `C` can still be given.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is given already",
    label = "given a second time",
    note = "a column of a row has one value; the key of a patch is given where it begins"
)]
pub trait Open<C> {}

#[diagnostic::do_not_recommend]
impl<C> Open<C> for Unset {}

/// The column `C` of a new row, which has no default, in the state `S`.
#[derive(Debug)]
pub struct Need<S, C>(PhantomData<(S, C)>);

/// What rows of two tables need.
#[derive(Debug)]
pub struct Needs<A, B>(PhantomData<(A, B)>);

/// The columns of a row that have no default, all of which are given: nested pairs of [`Need`].
#[diagnostic::on_unimplemented(
    message = "a patch cannot be inserted",
    label = "a change of a row that is there",
    note = "make a new row with `Person::create()`, or give the patch to `update`"
)]
pub trait AllGiven {}

#[diagnostic::do_not_recommend]
impl AllGiven for () {}

// What may be NULL can be missing.
impl<S, C: Field, Rest: AllGiven> AllGiven for (Need<S, C>, Rest) where IfNullable<C, Given, S>: Filled<C> {}

impl<A: AllGiven, B: AllGiven> AllGiven for Needs<A, B> {}

/// `Yes` if the column `C` may be NULL, else `No`.
type IfNullable<C, Yes, No> = <<<C as Field>::Type as ColumnType>::Null as Nullness>::If<Yes, No>;

/// The columns of a row that have no default, all of which are in the list `L`.
pub trait AllIn<L> {}

#[diagnostic::do_not_recommend]
impl<L> AllIn<L> for () {}

impl<S, C: Field, Rest: AllIn<L>, L: ListHas<C>> AllIn<L> for (Need<S, C>, Rest) where
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
