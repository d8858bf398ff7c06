//! `WHERE`

use super::Select;
use crate::expr::{Condition, RowCondition, precedence};
use crate::sql::Clause;

impl<P, S, G> Select<P, S, G> {
    /// `WHERE condition`; several filters are joined by `AND`. The query's type stays the same, unless the condition
    /// has columns of an [`outer`](crate::expr::outer) query.
    pub fn filter<E: Condition<S, In<G> = H> + RowCondition, H>(mut self, condition: E) -> Select<P, S, H> {
        self.statement.part(Clause::Where, |out| condition.write(precedence::AND, out));
        self.typed()
    }
}
