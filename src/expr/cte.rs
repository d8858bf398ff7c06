//! The columns that SEARCH and CYCLE add to a CTE.

use frunk_core::hlist::{HCons, HNil};

use super::{BareTable, Expression, IntoExpr, OrderBy, Ordered, Typed, ValidIn, precedence};
use crate::sql::{Clause, Piece, Statement};
use crate::table::identity::False;
use crate::table::{Entity, InScope, Inner, Source};

/// The order of a CTE with [`search_depth_first_by`](crate::query::Bound::search_depth_first_by) or
/// [`search_breadth_first_by`](crate::query::Bound::search_breadth_first_by), for `order_by`.
pub fn search_order<T: Source>(cte: Entity<T>) -> SearchOrder<T> {
    SearchOrder(cte)
}

/// The column `search_order` of a CTE.
#[derive(Debug)]
#[must_use = "an order does nothing until it is given to `order_by`"]
pub struct SearchOrder<T: Source>(Entity<T>);

impl<T: Source> SearchOrder<T> {
    /// `DESC`
    pub fn desc(self) -> Ordered<Self> {
        Ordered::new(self, " DESC")
    }
}

impl<T: Source> Expression for SearchOrder<T> {
    type From = HCons<Inner<T>, HNil>;
    type Aggregates = False;
    type Bare = BareTable<T>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.push(Piece::Name(T::REF.source));
        out.text(".\"search_order\"");
    }
}

impl<S: InScope<T>, T: Source> ValidIn<S> for SearchOrder<T> {
    type Null = S::Null;
}

impl<S: InScope<T>, T: Source> OrderBy<S> for SearchOrder<T> {
    type Aggregates = False;
    type Bare = BareTable<T>;

    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| self.render(out));
    }
}

/// Whether a row of a CTE with [`cycle`](crate::query::Bound::cycle) closes a cycle.
pub fn is_cycle<T: Source>(cte: Entity<T>) -> IsCycle<T> {
    IsCycle(cte)
}

/// The column `is_cycle` of a CTE.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct IsCycle<T: Source>(Entity<T>);

impl<T: Source> Expression for IsCycle<T> {
    type From = HCons<Inner<T>, HNil>;
    type Aggregates = False;
    type Bare = BareTable<T>;
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.push(Piece::Name(T::REF.source));
        out.text(".\"is_cycle\"");
    }
}

impl<T: Source> Typed for IsCycle<T> {
    type Base = bool;
}

impl<S: InScope<T>, T: Source> ValidIn<S> for IsCycle<T> {
    type Null = S::Null;
}

node!([T: Source] IsCycle<T>);

#[diagnostic::do_not_recommend]
impl<T: Source> IntoExpr<bool> for IsCycle<T> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
