//! `TABLESAMPLE`

use super::Relation;
use crate::sql::{Piece, Statement};
use crate::table::{DatabaseTable, Entity, NewIn, Source};

/// A random part of a table or alias `T`. Made by [`bernoulli`] or [`system`].
#[derive(Debug)]
#[must_use = "it does nothing until it is part of a query"]
pub struct Sample<T: Source> {
    table: Entity<T>,
    method: &'static str,
    percentage: f32,
    seed: Option<f64>,
}

/// `table TABLESAMPLE BERNOULLI (percentage)`: takes each row or not, by chance.
///
/// A percentage that is not between 0 and 100 is an error of the server. See the page "SELECT" of PostgreSQL's manual.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::query::bernoulli;
/// # #[derive(Table)] struct Event { #[column(primary_key)] id: i64 }
/// assert_eq!(
///     from(bernoulli(Event, 2.5).repeatable(7.0)).select(count_all()).to_sql(),
///     r#"SELECT count(*) FROM "event" TABLESAMPLE BERNOULLI ($1) REPEATABLE ($2)"#,
/// );
/// ```
pub fn bernoulli<T: Source<Table: DatabaseTable>>(table: Entity<T>, percentage: f32) -> Sample<T> {
    Sample { table, method: " TABLESAMPLE BERNOULLI (", percentage, seed: None }
}

/// `table TABLESAMPLE SYSTEM (percentage)`: takes each block of rows or not, by chance: faster than [`bernoulli`] and less
/// random.
pub fn system<T: Source<Table: DatabaseTable>>(table: Entity<T>, percentage: f32) -> Sample<T> {
    Sample { table, method: " TABLESAMPLE SYSTEM (", percentage, seed: None }
}

impl<T: Source> Sample<T> {
    /// `REPEATABLE (seed)`: the same rows for the same seed, if the table was not changed.
    pub fn repeatable(self, seed: f64) -> Self {
        Sample { seed: Some(seed), ..self }
    }
}

impl<S, R, T: NewIn<S>> Relation<S, R> for Sample<T> {
    type Source = T;
    type In<G> = G;

    fn write(self, out: &mut Statement) {
        let _ = self.table;
        out.push(Piece::Table(T::REF));
        out.text(self.method);
        out.bind(&self.percentage);
        out.text(")");
        if let Some(seed) = &self.seed {
            out.text(" REPEATABLE (");
            out.bind(seed);
            out.text(")");
        }
    }
}
