//! `GROUP BY` and `HAVING`

use frunk_core::hlist::HNil;

use super::Select;
use crate::expr::{
    Expression, GroupKeys, GroupedBy, Grouping, IntoExpr, NotGrouped, ValidIn, operand, precedence,
};
use crate::sql::Clause;
use crate::table::identity::True;

impl<P, S> Select<P, S, NotGrouped> {
    /// `GROUP BY keys`: a column or a tuple of columns.
    ///
    /// What is selected must have one value in each group: grouped columns, aggregates, and, where the primary
    /// key of a table is among the keys, all columns of that table.
    pub fn group_by<K: GroupKeys<S>>(mut self, keys: K) -> Select<P, S, GroupedBy<K::Keys<HNil>>> {
        keys.write(&mut self.statement);
        self.typed()
    }
}

impl<P, S, G> Select<P, S, G> {
    /// `HAVING condition`: a filter of groups, which may contain aggregates. Several are joined by `AND`.
    pub fn having<E>(mut self, condition: E) -> Self
    where
        E: IntoExpr<bool, Expr: ValidIn<S>>,
        G: Grouping<True, <E::Expr as Expression>::Bare>,
    {
        let condition = condition.into_expr();
        self.statement.part(Clause::Having, |out| operand(&condition, precedence::AND, out));
        self
    }
}
