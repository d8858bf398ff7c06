//! `GROUP BY` and `HAVING`

use frunk_core::hlist::HNil;

use super::Select;
use crate::expr::{Condition, GroupKeys, GroupedBy, Grouping, NotGrouped, precedence};
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
    ///
    /// Without [`group_by`](Select::group_by) all rows are one group. What is selected and grouped by is checked as far as
    /// it was said before.
    pub fn having<E: Condition<S>>(mut self, condition: E) -> Self
    where
        P: super::Selected,
        G: Grouping<True, (P::Bare, E::Bare)>,
    {
        self.statement.part(Clause::Having, |out| condition.write(precedence::AND, out));
        self
    }
}
