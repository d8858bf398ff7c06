//! Typed fragments of raw SQL.

use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::{Bind, BindOption, Class, Expression, IntoExpr, Typed, ValidIn, operand, precedence};
use crate::Along;
use crate::sql::Statement;
use crate::table::identity::{Answer, False};
use crate::table::{ColumnType, Scope};
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

impl<T: ColumnType, A: FragmentArgs> Expression for Fragment<T, A> {
    type From = A::From;
    type Aggregates = A::Aggregates;
    type Bare = A::Bare;
    // What operators the text holds is not known.
    const PRECEDENCE: u8 = 0;

    fn render(&self, out: &mut Statement) {
        out.text(self.first);
        self.args.render(self.rest, out);
    }
}

impl<T: ColumnType, A: FragmentArgs> Typed for Fragment<T, A> {
    type Base = T::Base;
}

impl<S, T: ColumnType, A: FragmentArgs + ArgsIn<S>> ValidIn<S> for Fragment<T, A> {
    type Null = T::Null;
}

node!([T: ColumnType, A: FragmentArgs] Fragment<T, A>);

/// The arguments of a fragment: a tuple of up to 16 expressions.
pub trait FragmentArgs {
    /// See [`Expression::From`].
    type From: Scope;
    /// See [`Expression::Aggregates`].
    type Aggregates: Answer;
    /// See [`Expression::Bare`].
    type Bare;

    /// Appends each argument and the text after it.
    fn render(&self, texts: &[&'static str], out: &mut Statement);
}

/// Arguments all of whose tables are in the scope `S`.
pub trait ArgsIn<S> {}

impl FragmentArgs for () {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();

    fn render(&self, _: &[&'static str], _: &mut Statement) {}
}

impl<S> ArgsIn<S> for () {}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: Expression),+> FragmentArgs for ($($name,)+) {
            type From = tuples!(@from $($name)+);
            type Aggregates = tuples!(@or $($name)+);
            type Bare = tuples!(@bare $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn render(&self, texts: &[&'static str], out: &mut Statement) {
                let ($($name,)+) = self;
                let mut texts = texts.iter();
                $(
                    operand($name, precedence::ATOM, out);
                    if let Some(text) = texts.next() {
                        out.text(text);
                    }
                )+
            }
        }

        impl<Scope, $($name: ValidIn<Scope>),+> ArgsIn<Scope> for ($($name,)+) {}
    };
    (@from) => { HNil };
    (@from $first:ident $($rest:ident)*) => { <$first::From as Scope>::OrElse<tuples!(@from $($rest)*)> };
    (@or) => { False };
    (@or $first:ident $($rest:ident)*) => { <$first::Aggregates as Answer>::Or<tuples!(@or $($rest)*)> };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
}

crate::for_each_tuple!(tuples);

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
impl<T: ColumnType<Base: Bindable<K>>, A: FragmentArgs, K> IntoExpr<K> for Fragment<T, A> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
