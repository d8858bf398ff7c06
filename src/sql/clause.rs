//! The clauses of a statement, in the order in which SQL writes them.

use super::Piece;

/// A clause of a statement. Clauses are rendered in this order, whatever the order in which they were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Clause {
    /// `EXPLAIN`
    Explain,
    /// `WITH`
    With,
    /// `RECURSIVE`
    Recursive,
    /// The CTEs of a WITH.
    Cte,
    /// The end of a WITH.
    WithEnd,
    /// Text that is a statement by itself.
    Raw,
    /// `SELECT`
    Select,
    /// `DISTINCT`
    Distinct,
    /// The SELECT list.
    Projection,
    /// `FROM`
    From,
    /// Joins, each with its own keyword and `ON`.
    Join,
    /// `WHERE`
    Where,
    /// `GROUP BY`
    GroupBy,
    /// `HAVING`
    Having,
    /// The queries of a set operation, in the place of all clauses from SELECT to HAVING.
    SetOperation,
    /// `ORDER BY`
    OrderBy,
    /// `LIMIT`
    Limit,
    /// `FETCH FIRST`
    Fetch,
    /// `OFFSET`
    Offset,
    /// `FOR UPDATE` and its like, each with its own keyword.
    Lock,
}

static NOTHING: Piece = Piece::Text("");
static COMMA: Piece = Piece::Text(", ");
static AND: Piece = Piece::Text(" AND ");
static EXPLAIN: Piece = Piece::Text("EXPLAIN ");
static WITH: Piece = Piece::Text("WITH ");
static RECURSIVE: Piece = Piece::Text("RECURSIVE ");
static SPACE: Piece = Piece::Text(" ");
static SELECT: Piece = Piece::Text("SELECT ");
static DISTINCT: Piece = Piece::Text("DISTINCT ");
static FROM: Piece = Piece::Text(" FROM ");
static WHERE: Piece = Piece::Text(" WHERE ");
static GROUP_BY: Piece = Piece::Text(" GROUP BY ");
static HAVING: Piece = Piece::Text(" HAVING ");
static ORDER_BY: Piece = Piece::Text(" ORDER BY ");
static LIMIT: Piece = Piece::Text(" LIMIT ");
static FETCH: Piece = Piece::Text(" FETCH FIRST ");
static OFFSET: Piece = Piece::Text(" OFFSET ");

impl Clause {
    /// What stands before the clause's first part.
    pub(super) fn keyword(self) -> &'static Piece {
        match self {
            Clause::Raw
            | Clause::Cte
            | Clause::Projection
            | Clause::Join
            | Clause::SetOperation
            | Clause::Lock => &NOTHING,
            Clause::Explain => &EXPLAIN,
            Clause::With => &WITH,
            Clause::Recursive => &RECURSIVE,
            Clause::WithEnd => &SPACE,
            Clause::Select => &SELECT,
            Clause::Distinct => &DISTINCT,
            Clause::From => &FROM,
            Clause::Where => &WHERE,
            Clause::GroupBy => &GROUP_BY,
            Clause::Having => &HAVING,
            Clause::OrderBy => &ORDER_BY,
            Clause::Limit => &LIMIT,
            Clause::Fetch => &FETCH,
            Clause::Offset => &OFFSET,
        }
    }

    /// What stands between two parts of the clause.
    pub(super) fn separator(self) -> &'static Piece {
        match self {
            Clause::Cte | Clause::Projection | Clause::GroupBy | Clause::OrderBy => &COMMA,
            Clause::Where | Clause::Having => &AND,
            Clause::Explain
            | Clause::With
            | Clause::Recursive
            | Clause::WithEnd
            | Clause::Raw
            | Clause::Select
            | Clause::Distinct
            | Clause::From
            | Clause::Join
            | Clause::SetOperation
            | Clause::Limit
            | Clause::Fetch
            | Clause::Lock
            | Clause::Offset => &NOTHING,
        }
    }
}
