//! Queries inside of expressions.
//!
//! The query is finished when it becomes an expression: what is left of its type is that of its value, and the tree `B`
//! of what it reads of the query around it.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{Bind, Element, Expression, IntoExpr, ReadIn, Typed, ValidIn, precedence};
use crate::sql::Statement;
use crate::table::identity::False;
use crate::table::{ColumnType, NotNull, Nullness};
use crate::value::{Bindable, Encode};

macro_rules! subquery {
    ($(#[$doc:meta])* $name:ident<$($param:ident),+> $before:literal $after:literal) => {
        $(#[$doc])*
        #[must_use = "an expression does nothing until it is added to a query"]
        pub struct $name<$($param),+> {
            statement: Statement,
            types: PhantomData<fn() -> ($($param,)+)>,
        }

        impl<$($param),+> $name<$($param),+> {
            pub(crate) fn new(statement: Statement) -> Self {
                $name { statement, types: PhantomData }
            }
        }

        impl<$($param),+> Clone for $name<$($param),+> {
            fn clone(&self) -> Self {
                Self::new(self.statement.clone())
            }
        }

        impl<$($param),+> std::fmt::Debug for $name<$($param),+> {
            /// The SQL text; parameters are not shown.
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.statement.to_sql()).finish()
            }
        }

        impl<$($param),+> Expression for $name<$($param),+> {
            type From = HNil;
            type Aggregates = False;
            type Bare = B;
            const PRECEDENCE: u8 = precedence::ATOM;

            fn render(&self, out: &mut Statement) {
                if !$before.is_empty() {
                    out.text($before);
                }
                out.nest(&self.statement);
                if !$after.is_empty() {
                    out.text($after);
                }
            }
        }
    };
}

subquery! {
    /// A query as a value of the type `T`, an `Option` if it can be NULL: `(SELECT ..)`.
    Scalar<T, B> "(" ")"
}

impl<T: ColumnType, B> Typed for Scalar<T, B> {
    type Base = T::Base;
}

impl<S, T: ColumnType, B: ReadIn<S>> ValidIn<S> for Scalar<T, B> {
    type Null = T::Null;
}

node!([T: ColumnType, B] Scalar<T, B>);

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base: Bindable<K>>, B, K> IntoExpr<K> for Scalar<T, B> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

subquery! {
    /// `EXISTS (SELECT ..)`
    Exists<B> "EXISTS (" ")"
}

impl<B> Typed for Exists<B> {
    type Base = bool;
}

impl<S, B: ReadIn<S>> ValidIn<S> for Exists<B> {
    type Null = NotNull;
}

node!([B] Exists<B>);

#[diagnostic::do_not_recommend]
impl<B> IntoExpr<bool> for Exists<B> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

subquery! {
    /// A query whose rows something is compared with: what stands in the parentheses of `= ANY(SELECT ..)`.
    Rows<N, B> "" ""
}

impl<S, N: Nullness, B: ReadIn<S>> ValidIn<S> for Rows<N, B> {
    type Null = N;
}

/// What values of the class `C` can be looked for in: Rust values, or a query with one column.
#[diagnostic::on_unimplemented(
    message = "expected SQL values of type `{C}` or a query of them",
    label = "not values of type `{C}`",
    note = "give a list such as `[1, 2]`, or a query that selects one column"
)]
pub trait Members<C> {
    /// The expression in the parentheses of `= ANY(..)`.
    type Expr: Expression;

    /// Makes the expression.
    fn into_members(self) -> Self::Expr;
}

impl<C, I: IntoIterator<Item: Element<C>>> Members<C> for I
where
    Vec<I::Item>: Encode,
{
    type Expr = Bind<Vec<I::Item>>;

    fn into_members(self) -> Self::Expr {
        Bind(self.into_iter().collect())
    }
}

/// A query with one column of the class `C`.
#[diagnostic::on_unimplemented(
    message = "expected a query of SQL values of type `{C}`",
    label = "not a query with one column of type `{C}`",
    note = "select one expression of the type that it is compared with"
)]
pub trait QueryOf<C> {
    /// The expression in the parentheses of `= ANY(..)`.
    type Expr: Expression;

    /// Makes the expression.
    fn into_rows(self) -> Self::Expr;
}
