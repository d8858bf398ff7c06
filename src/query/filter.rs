//! `WHERE`

use super::Select;
use crate::expr::{Condition, RowCondition, precedence};
use crate::sql::Clause;

impl<P, S, G> Select<P, S, G> {
    /// `WHERE condition`; several filters are joined by `AND`. The query's type stays the same.
    pub fn filter<E: Condition<S> + RowCondition>(mut self, condition: E) -> Self {
        self.statement.part(Clause::Where, |out| condition.write(precedence::AND, out));
        self
    }
}
