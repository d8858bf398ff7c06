//! Conditions across a relation: whether there are related rows.

use super::{Kind, PerRow, Related};
use crate::expr::{Condition, RowCondition, precedence};
use crate::sql::Clause;
use crate::table::Source;

/// Whether there are related rows, or whether there are none.
pub(super) fn exists<S: Source, T: Source, K: Kind<T>, W>(
    related: &Related<S, T, K, W>,
    exists: bool,
) -> PerRow<S, bool> {
    PerRow::new(|out| related.path().write_exists(&related.refined, exists, out))
}

/// Whether there are none for which the condition is not true.
pub(super) fn every<S: Source, T: Source, K: Kind<T>, W, E>(
    mut related: Related<S, T, K, W>,
    condition: E,
) -> PerRow<S, bool>
where
    E: Condition<K::Tables> + RowCondition,
{
    related.refined.part(Clause::Where, |out| {
        condition.write(precedence::LIKE, out);
        out.text(" IS NOT TRUE");
    });
    exists(&related, false)
}
