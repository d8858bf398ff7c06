//! What a column can be set to.

use frunk_core::hlist::HNil;

use super::{Expression, IntoExpr, IntoNullableExpr, Reads, ValidIn};
use crate::table::identity::False;
use crate::table::{ColumnType, Field, NotNull, Nullable, Nullness};
use crate::value::Value;

/// What the column `C` of the type `T` can be set to: a Rust value, which is bound, or an expression of the same type;
/// where the column may be NULL, also an `Option`.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is a `{T}` and cannot be set to `{Self}`",
    label = "not a `{T}`",
    note = "give it a value or an expression of its type"
)]
pub trait Assign<C, T> {
    /// The expression.
    type Expr: Expression;

    /// Makes the expression.
    fn into_assigned(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<C, T, V> Assign<C, T> for V
where
    T: ColumnType<Null: AssignAs<V, <T::Base as Value>::Class>>,
{
    type Expr = <T::Null as AssignAs<V, <T::Base as Value>::Class>>::Expr;

    fn into_assigned(self) -> Self::Expr {
        <T::Null as AssignAs<V, <T::Base as Value>::Class>>::into_assigned(self)
    }
}

/// How values of a class are taken by columns that can be NULL, and by those that cannot.
#[diagnostic::on_unimplemented(
    message = "expected a SQL value of type `{K}`, found `{V}`",
    label = "not a SQL `{K}`"
)]
pub trait AssignAs<V, K> {
    /// The expression.
    type Expr: Expression;

    /// Makes the expression.
    fn into_assigned(value: V) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<V: IntoExpr<K>, K> AssignAs<V, K> for NotNull {
    type Expr = V::Expr;

    fn into_assigned(value: V) -> V::Expr {
        value.into_expr()
    }
}

#[diagnostic::do_not_recommend]
impl<V: IntoNullableExpr<K>, K> AssignAs<V, K> for Nullable {
    type Expr = V::Expr;

    fn into_assigned(value: V) -> V::Expr {
        value.into_nullable_expr()
    }
}

/// An expression that the column `C` can be set to in a statement that reads the tables `S`.
pub trait Assigned<C, S = HNil>: Expression {
    /// The state of a statement that was `G` and sets a column to it, see [`Reads::In`].
    type In<G>;
}

// A column that may be NULL takes everything.
impl<C: Field, S, E: ValidIn<S, Bare: Reads>> Assigned<C, S> for E
where
    <<C::Type as ColumnType>::Null as Nullness>::If<NotNull, E::Null>: NeverNull<C>,
{
    type In<G> = <E::Bare as Reads>::In<G>;
}

/// Whether a value of this nullness can be stored in the column `C`, which is NOT NULL.
#[diagnostic::on_unimplemented(
    message = "column `{C}` is NOT NULL and cannot be set to what can be NULL",
    label = "can be NULL",
    note = "make the column's type an `Option`, or the expression one that is never NULL"
)]
pub trait NeverNull<C> {}

#[diagnostic::do_not_recommend]
impl<C> NeverNull<C> for NotNull {}

/// An expression that has a value for a single row: one without aggregates.
#[diagnostic::on_unimplemented(
    message = "a column cannot be set to an aggregate",
    label = "contains an aggregate",
    note = "an aggregate needs a query of its own: set the column to a subquery"
)]
pub trait RowValue {}

#[diagnostic::do_not_recommend]
impl<E: Expression<Aggregates = False>> RowValue for E {}

/// Whether an expression with these aggregates has a value for a single row.
#[diagnostic::on_unimplemented(
    message = "a column cannot be set to an aggregate",
    label = "contains an aggregate",
    note = "an aggregate needs a query of its own: set the column to a subquery"
)]
pub trait OneRow {}

impl OneRow for False {}
