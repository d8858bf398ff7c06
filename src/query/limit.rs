//! `LIMIT` and `OFFSET`

use super::Select;
use crate::sql::{Clause, Piece, Statement};

impl<P, S, G> Select<P, S, G> {
    /// `LIMIT rows`: at most so many rows. A second call replaces the first.
    ///
    /// The number stands in the text, because the planner plans for it.
    pub fn limit(mut self, rows: u32) -> Self {
        self.statement.clear(Clause::Fetch);
        set(&mut self.statement, Clause::Limit, rows);
        self
    }

    /// `FETCH FIRST rows ROWS WITH TIES`: at most so many rows, and those that [`order_by`](Select::order_by) does not tell from
    /// the last of them. Without ORDER BY it is an error of the server. It replaces [`limit`](Select::limit).
    pub fn limit_with_ties(mut self, rows: u32) -> Self {
        self.statement.clear(Clause::Limit);
        self.statement.clear(Clause::Fetch);
        self.statement.part(Clause::Fetch, |out| {
            out.push(Piece::Number(rows.into()));
            out.text(" ROWS WITH TIES");
        });
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
