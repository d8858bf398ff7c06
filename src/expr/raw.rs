//! Typed fragments of raw SQL.

use std::marker::PhantomData;

use super::{Args, ArgsIn, Bind, BindOption, Class, Expression, IntoExpr, Typed, ValidIn, precedence};
use crate::Along;
use crate::sql::Statement;
use crate::table::ColumnType;
use crate::value::{Bindable, Encode};

/// Raw SQL with a declared type and, between its texts, expressions.
///
/// Made by [`fragment`] and by the macro [`sql_expr!`](crate::sql_expr).
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Fragment<T, A> {
    first: &'static str,
    rest: &'static [&'static str],
    args: A,
    value: PhantomData<fn() -> T>,
}

/// Raw SQL as an expression of the type `T`, which is taken on trust: it is compared with the server's type
/// when the statement is prepared, whether it can be NULL is not.
///
/// ```
/// use piton::prelude::*;
///
/// assert_eq!(select(fragment::<i32>("pg_backend_pid()")).to_sql(), "SELECT pg_backend_pid()");
/// ```
pub fn fragment<T: ColumnType>(
    sql: &'static str,
) -> Fragment<<Class<Fragment<T, ()>> as Along<T>>::Type, ()> {
    Fragment { first: sql, rest: &[], args: (), value: PhantomData }
}

impl<T> Fragment<T, ()> {
    /// The fragment with more text, and an argument before each piece of it; for [`sql_expr!`](crate::sql_expr).
    #[doc(hidden)]
    pub fn with<A>(self, rest: &'static [&'static str], args: A) -> Fragment<T, A> {
        Fragment { first: self.first, rest, args, value: PhantomData }
    }
}

impl<T: ColumnType, A: Args> Expression for Fragment<T, A> {
    type From = A::From;
    type Aggregates = A::Aggregates;
    type Bare = A::Bare;
    // What operators the text holds is not known.
    const PRECEDENCE: u8 = 0;

    fn render(&self, out: &mut Statement) {
        out.keep_apart();
        out.text(self.first);
        let after = |i: usize| self.rest.get(i).copied().unwrap_or_default();
        self.args.render(precedence::ATOM, None, &after, out);
    }
}

impl<T: ColumnType, A: Args> Typed for Fragment<T, A> {
    type Base = T::Base;
}

impl<S, T: ColumnType, A: ArgsIn<S>> ValidIn<S> for Fragment<T, A> {
    type Null = T::Null;
}

node!([T: ColumnType, A: Args] Fragment<T, A>);

/// What can be an argument of a fragment: an expression, or a value or an `Option` of one, which is bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a SQL expression nor a value that PostgreSQL has a type for",
    label = "cannot be bound"
)]
pub trait IntoArgument {
    /// The expression.
    type Expr: Expression;

    /// Makes the expression.
    fn into_argument(self) -> Self::Expr;
}

#[diagnostic::do_not_recommend]
impl<V: Encode> IntoArgument for V {
    type Expr = Bind<V>;

    fn into_argument(self) -> Bind<V> {
        Bind(self)
    }
}

impl<V: Encode> IntoArgument for Option<V> {
    type Expr = BindOption<V>;

    fn into_argument(self) -> BindOption<V> {
        BindOption(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType<Base: Bindable<K>>, A: Args, K> IntoExpr<K> for Fragment<T, A> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
