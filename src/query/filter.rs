//! `WHERE`

use super::Select;
use crate::expr::{IntoExpr, NoAggregateInWhere, ValidIn, operand, precedence};
use crate::sql::Clause;

impl<P, S, G> Select<P, S, G> {
    /// `WHERE condition`; several filters are joined by `AND`. The query's type stays the same.
    pub fn filter<E>(mut self, condition: E) -> Self
    where
        E: IntoExpr<bool, Expr: ValidIn<S, Aggregates: NoAggregateInWhere>>,
    {
        let condition = condition.into_expr();
        self.statement.part(Clause::Where, |out| operand(&condition, precedence::AND, out));
        self
    }
}
