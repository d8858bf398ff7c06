//! `GROUP BY` and `HAVING`

use frunk_core::hlist::HNil;

use super::Select;
use crate::expr::{Condition, GroupState, Groupable, Groups, Projection, RolledScope, Ungrouped, precedence};
use crate::sql::Clause;
use crate::table::identity::True;

impl<P, S, G> Select<P, S, G> {
    /// `GROUP BY keys`: a column, [`rollup`](crate::expr::rollup), [`cube`](crate::expr::cube) or
    /// [`grouping_sets`](crate::expr::grouping_sets) of columns, or a tuple of these.
    ///
    /// An expression is grouped by its name, which [`computed`](super::EntityMethods::computed) gives it; one that is left to
    /// the run is `Name.computed(case_when(grouped, column))`, which is NULL in one group of all rows where `grouped` is false.
    ///
    /// What is selected must have one value in each group: grouped columns, aggregates, and, where the primary
    /// key of a table is among the keys, all columns of that table.
    pub fn group_by<K: Groupable<S, Keys<HNil> = L>, L>(
        mut self,
        keys: K,
    ) -> Select<P, L::Scope, G::Grouped<L>>
    where
        L: RolledScope<S>,
        G: GroupState + Ungrouped,
    {
        keys.write(&mut self.statement);
        self.typed()
    }

    /// `HAVING condition`: a filter of groups, which may contain aggregates. Several are joined by `AND`.
    ///
    /// Without [`group_by`](Select::group_by), which comes first, all rows are one group.
    pub fn having<E: Condition<S, Bare = B, In<G::Having> = H>, B, H>(
        mut self,
        condition: E,
    ) -> Select<P, S, H>
    where
        P: Projection,
        G: GroupState + Groups<True, (P::Bare, B)>,
    {
        self.statement.part(Clause::Having, |out| condition.write(precedence::AND, out));
        self.typed()
    }
}
