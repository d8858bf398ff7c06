//! `LIMIT` and `OFFSET`

use super::Select;
use crate::sql::{Clause, Piece, Statement};

impl<P, S, G> Select<P, S, G> {
    /// `LIMIT rows`: at most so many rows. A second call replaces the first.
    ///
    /// The number stands in the text, because the planner plans for it.
    pub fn limit(mut self, rows: u32) -> Self {
        set(&mut self.statement, Clause::Limit, rows);
        self
    }

    /// `OFFSET rows`: skips so many rows. A second call replaces the first.
    pub fn offset(mut self, rows: u32) -> Self {
        set(&mut self.statement, Clause::Offset, rows);
        self
    }
}

fn set(statement: &mut Statement, clause: Clause, rows: u32) {
    statement.clear(clause);
    statement.part(clause, |out| out.push(Piece::Number(rows.into())));
}
