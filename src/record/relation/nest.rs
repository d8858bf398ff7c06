//! Rows inside of rows: relations as a part of what a query selects.

use super::path::{Nest, Path};
use super::{Kind, PerRow, Related, Tail};
use crate::sql::Statement;
use crate::table::Source;

/// The related rows as an array of rows.
pub(super) fn nested<S: Source, T: Source, K: Kind<T>, W: Tail<T>>(
    related: &Related<S, T, K, W>,
) -> PerRow<S, Vec<W::Row>> {
    PerRow::new(|out| write_array(&related.path(), &related.refined, &related.with, out))
}

fn write_array<T: Source, W: Tail<T>>(path: &Path, refined: &Statement, with: &W, out: &mut Statement) {
    path.correlated(out, |key, out| path.write_array(key, refined, |nest| with.nest(nest), out));
}

/// Adds the related rows to each row: as an array, or, where there is one at most, as columns.
pub(super) fn nest<T: Source, K: Kind<T>, W: Tail<T>>(
    path: &Path,
    refined: &Statement,
    with: &W,
    nest: &mut Nest,
) {
    if K::MANY {
        nest.add(|out| write_array(path, refined, with, out));
    } else {
        nest.add_row(path, refined, |inner| with.nest(inner));
    }
}
