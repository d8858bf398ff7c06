//! A subquery that is compared with each row of the query around it.

use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use crate::expr::{BareTable, Expression, IntoExpr, Typed, ValidIn, node, precedence};
use crate::sql::{Clause, Statement};
use crate::table::identity::False;
use crate::table::{InScope, Inner, NotNull, Source};
use crate::value::{Bindable, Value};

/// What a subquery along a relation says of each row of `S`: a value of the type `V`, which is never NULL.
#[must_use = "an expression does nothing until it is added to a query"]
#[derive(Debug)]
pub struct PerRow<S, V> {
    statement: Statement,
    types: PhantomData<fn() -> (S, V)>,
}

impl<S, V> Clone for PerRow<S, V> {
    fn clone(&self) -> Self {
        PerRow { statement: self.statement.clone(), types: PhantomData }
    }
}

impl<S, V> PerRow<S, V> {
    pub(super) fn new(write: impl FnOnce(&mut Statement)) -> Self {
        let mut statement = Statement::new();
        statement.part(Clause::Raw, write);
        PerRow { statement, types: PhantomData }
    }
}

impl<S: Source, V: Value> Expression for PerRow<S, V> {
    type From = HCons<Inner<S>, HNil>;
    type Aggregates = False;
    type Bare = BareTable<S>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.nest(&self.statement);
    }
}

impl<S: Source, V: Value> Typed for PerRow<S, V> {
    type Base = V;
}

impl<X: InScope<S>, S: Source, V: Value> ValidIn<X> for PerRow<S, V> {
    type Null = NotNull;
}

node!([S: Source, V: Value] PerRow<S, V>);

#[diagnostic::do_not_recommend]
impl<S: Source, V: Value + Bindable<K>, K> IntoExpr<K> for PerRow<S, V> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
