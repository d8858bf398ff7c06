//! `ORDER BY`

use super::Select;
use crate::expr::{Groups, Orderable, Projection, Reads};
use crate::table::identity::Answer;

impl<P, S, G> Select<P, S, G> {
    /// `ORDER BY items`: an expression, one with [`asc`](crate::expr::ExpressionMethods::asc) or
    /// [`desc`](crate::expr::ExpressionMethods::desc), or a tuple of these. A second call adds items after those
    /// of the first.
    ///
    /// What is ordered by is checked against the SELECT list and the grouping so far: call it after
    /// [`select`](Select::select) and [`group_by`](Select::group_by).
    ///
    /// After [`distinct`](Select::distinct) PostgreSQL orders only by what is selected, and compares the expressions as
    /// they are written, where two equal parameters are two.
    pub fn order_by<O: Orderable<S, Aggregates = A, Bare = B>, A: Answer, B>(
        mut self,
        items: O,
    ) -> Select<P, S, B::In<G>>
    where
        P: Projection,
        B: Reads,
        G: Groups<<P::Aggregates as Answer>::Or<A>, (P::Bare, B)>,
    {
        items.write(&mut self.statement);
        self.typed()
    }
}
