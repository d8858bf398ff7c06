//! `ORDER BY`

use super::Select;
use crate::expr::{GroupState, Groups, Orderable, Orders, Projection, Reads, Selected};
use crate::table::identity::Answer;

impl<P, S, G> Select<P, S, G> {
    /// `ORDER BY items`: an expression, one with [`asc`](crate::expr::ExpressionMethods::asc) or
    /// [`desc`](crate::expr::ExpressionMethods::desc), or a tuple of these. A second call adds items after those
    /// of the first.
    ///
    /// What is ordered by is checked against the SELECT list, DISTINCT and the grouping so far. Call it after
    /// [`select`](Select::select), [`distinct`](Select::distinct) and [`group_by`](Select::group_by): the order that was said
    /// before them is checked by the server.
    ///
    /// After [`distinct`](Select::distinct) a query is ordered by columns that it selects, or by
    /// [`output`](crate::expr::output) with the number of one.
    pub fn order_by<O: Orderable<S, Aggregates = A, Bare = B>, A: Answer, B>(
        mut self,
        items: O,
    ) -> Select<P, S, B::In<G::Ordered>>
    where
        P: Projection<Bare: Selected>,
        B: Reads,
        G: Groups<<P::Aggregates as Answer>::Or<A>, (P::Bare, B)> + GroupState + Orders<P, O>,
    {
        items.write(&mut self.statement);
        self.typed()
    }
}
