//! What the fields of a struct with `#[derive(Row)]` are selected from.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{Item, Project, Projection, TableItem, Typed};
use crate::Along;
use crate::sql::Statement;
use crate::table::identity::False;
use crate::table::{Entity, NotNull, Nullness, Source};
use crate::value::Shape;

/// What a field of the type `T` can be selected from, apart from NULL: an expression of its type, or its table.
#[diagnostic::on_unimplemented(
    message = "a field of type `{T}` cannot be selected from `{Self}`",
    label = "not a SQL `{T}`",
    note = "give the field an expression of its type, or give the struct a field of the expression's type"
)]
pub trait FieldOf<T> {
    /// The expression's type: its own. What does not fit has none, so that the row is not reported, too.
    type Expr;

    /// The expression.
    fn into_field(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: BaseOf<T>>, T> FieldOf<T> for E {
    type Expr = <<E::Base as BaseOf<T>>::Fits as Along<E>>::Type;

    fn into_field(self) -> E {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source<Table: BaseOf<T>>, T> FieldOf<T> for Entity<S> {
    type Expr = Self;

    fn into_field(self) -> Self {
        self
    }
}

/// What the field `F` is selected from, as long as that was not said.
#[derive(Debug)]
pub struct UnsetField<F>(PhantomData<fn() -> F>);

impl<F> UnsetField<F> {
    /// Nothing yet.
    pub const NEW: Self = UnsetField(PhantomData);
}

impl<F> Clone for UnsetField<F> {
    fn clone(&self) -> Self {
        Self::NEW
    }
}

/// Whether it was said what the field `F` is selected from.
#[diagnostic::on_unimplemented(
    message = "field `{F}` is not selected",
    label = "nothing is selected for `{F}`",
    note = "say what every field of the row is selected from: `.field(column)`"
)]
pub trait IsSet<F> {}

impl<F> Projection for UnsetField<F>
where
    HNil: IsSet<F>,
{
    type Outputs<Rest> = Rest;
    type From = HNil;
    type Aggregates = False;
    type Bare = ();

    fn write(self, _: &mut Statement) {}
}

impl<S, F> Project<S> for UnsetField<F>
where
    HNil: IsSet<F>,
{
    type Row = bool;
    type Items = UnsetField<F>;

    fn describe(_: &mut Shape) {}
}

/// The type of a field without `Option`.
pub trait BaseOf<T> {
    /// It is.
    type Fits;
}

#[diagnostic::do_not_recommend]
impl<T> BaseOf<T> for T {
    type Fits = ();
}

#[diagnostic::do_not_recommend]
impl<T> BaseOf<Option<T>> for T {
    type Fits = ();
}

/// What is selected for the field `F` of the type `T`: it can be NULL only if the field is an `Option`.
#[diagnostic::on_unimplemented(
    message = "field `{F}` cannot be NULL, and what is selected for it can",
    label = "can be NULL, and `{F}` is no `Option`",
    note = "make the field an `Option`, or select a value that is never NULL, such as `column.required()`"
)]
pub trait FitsField<T, F> {}

// It is reported where it is selected.
#[diagnostic::do_not_recommend]
impl<T, F> FitsField<T, F> for UnsetField<F> {}

#[diagnostic::do_not_recommend]
impl<V, F> FitsField<V, F> for Item<V, NotNull> {}

#[diagnostic::do_not_recommend]
impl<V, N: Nullness, F> FitsField<Option<V>, F> for Item<V, N> {}

#[diagnostic::do_not_recommend]
impl<R, F> FitsField<R, F> for TableItem<R, NotNull> {}

#[diagnostic::do_not_recommend]
impl<R, N: Nullness, F> FitsField<Option<R>, F> for TableItem<R, N> {}
