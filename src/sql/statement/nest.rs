//! A finished statement as a part of another one.

use super::{Part, Piece, Statement, visit_pieces};
use crate::sql::Clause;

#[cfg(test)]
mod tests;

impl Statement {
    /// Appends another statement with its parameters: a subquery, without the parentheses around it.
    ///
    /// Pieces are copied in the order of the text and parameters in the order of their placeholders, so that the
    /// numbers of the outer statement go on through the inner one. A value of the inner statement that could not be
    /// encoded is reported by the outer one. `EXPLAIN` is not copied: it is no part of a query.
    pub fn nest(&mut self, inner: &Statement) {
        self.apart |= inner.apart;
        let before = self.params.len();
        let parts = || inner.parts.iter().filter(|part| part.clause != Clause::Explain);
        visit_pieces(&inner.pieces, parts(), |piece| {
            if !matches!(piece, Piece::Text("")) {
                self.pieces.push(piece.clone());
            }
        });
        for part in parts() {
            self.params.append(
                &inner.params,
                part.start.params..part.end.params,
                part.start.bytes..part.end.bytes,
            );
        }
        self.params.inherit(&inner.params, |index| before + inner.placeholder(index) - 1);
    }

    /// Adds the parts of another statement to the clauses of this one.
    pub(crate) fn extend(&mut self, other: &Statement) {
        self.apart |= other.apart;
        for part in &other.parts {
            self.part(part.clause, |out| {
                let pieces = other.pieces.get(part.start.pieces..part.end.pieces);
                out.pieces.extend_from_slice(pieces.unwrap_or_default());
                let before = out.params.len();
                let params = part.start.params..part.end.params;
                out.params.append(&other.params, params.clone(), part.start.bytes..part.end.bytes);
                out.params.inherit_from(&other.params, params, before);
            });
        }
    }

    /// Appends a query as an operand of a set operation: in parentheses, unless it is a plain SELECT.
    pub(crate) fn nest_operand(&mut self, query: &Statement) {
        if query.is_plain_select() {
            self.nest(query);
        } else {
            self.text("(");
            self.nest(query);
            self.text(")");
        }
    }

    /// Adds the parts that another statement has in a clause to the same clause of this one.
    pub(crate) fn adopt(&mut self, other: &Statement, clause: Clause) {
        for part in other.parts.iter().filter(|part| part.clause == clause) {
            let one = Statement { parts: vec![Part { clause: Clause::Raw, ..*part }], ..other.clone() };
            self.part(clause, |out| out.nest(&one));
        }
    }

    /// A statement of one part: another one with text around it.
    #[must_use]
    pub fn wrapping(clause: Clause, before: &'static str, inner: &Statement, after: &'static str) -> Self {
        let mut statement = Statement::new();
        statement.part(clause, |out| {
            out.text(before);
            out.nest(inner);
            out.text(after);
        });
        statement
    }
}
