//! Which columns of a row are given, at the type level.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::NewRow;
use crate::table::{NotNull, Nullable, With};

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

/// Whether the column `C`, which has no default, is given.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is not given",
    label = "`{C}` is missing",
    note = "it has no default and cannot be NULL: give it a value"
)]
pub trait Filled<C> {}

#[diagnostic::do_not_recommend]
impl<C> Filled<C> for Given {}

/// Whether a column of this nullness, the column `C`, can be in the state `S`: it can be missing only where it may be
/// NULL.
pub trait Required<S, C> {}

#[diagnostic::do_not_recommend]
impl<S, C> Required<S, C> for Nullable {}

impl<S: Filled<C>, C> Required<S, C> for NotNull {}

/// A row whose columns without a default are all given.
pub trait Complete: NewRow {}

/// What is to be changed of the row with a certain key.
pub trait Changes: NewRow {}

/// What a builder makes: a [`New`] row or a [`Patch`].
pub trait Mode {
    /// The tables that expressions can read.
    type Scope;
}

/// A row to be inserted.
#[derive(Clone, Copy, Debug)]
pub enum New {}

impl Mode for New {
    type Scope = HNil;
}

/// A change of the row of the table `T` that has a certain key.
#[derive(Clone, Copy, Debug)]
pub struct Patch<T>(PhantomData<T>);

impl<T> Mode for Patch<T> {
    type Scope = With<T, HNil>;
}
