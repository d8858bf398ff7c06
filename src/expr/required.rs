//! A value that is known not to be NULL.

use super::{Expression, IntoExpr, Named, Typed, ValidIn};
use crate::sql::Statement;
use crate::table::NotNull;
use crate::value::{Bindable, SqlType};

/// An expression that is taken to be never NULL. Made by [`ExpressionMethods::required`](super::ExpressionMethods::required).
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Required<E>(E);

impl<E> Required<E> {
    pub(super) fn new(expr: E) -> Self {
        Required(expr)
    }
}

impl<E: Expression> Expression for Required<E> {
    type From = E::From;
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;
    const PRECEDENCE: u8 = E::PRECEDENCE;

    fn render(&self, out: &mut Statement) {
        self.0.render(out);
    }

    fn render_beside(&self, named: Option<Named>, out: &mut Statement) {
        self.0.render_beside(named, out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        E::field()
    }

    const NAMED: Option<Named> = E::NAMED;
}

impl<E: Typed> Typed for Required<E> {
    type Base = E::Base;
}

impl<S, E: ValidIn<S>> ValidIn<S> for Required<E> {
    type Null = NotNull;
}

node!([E: Typed] Required<E>);

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: Bindable<K>>, K> IntoExpr<K> for Required<E> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
