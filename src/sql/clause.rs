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
    /// `INSERT INTO`, with the table, its columns and, where no query follows, the values.
    Insert,
    /// `MERGE INTO`, with everything up to `RETURNING`.
    Merge,
    /// `UPDATE`, with the table.
    Update,
    /// `SET`
    Set,
    /// `DELETE FROM`, with the table.
    Delete,
    /// `USING`
    Using,
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
    /// `WINDOW`
    Window,
    /// `ORDER BY`
    OrderBy,
    /// `LIMIT`
    Limit,
    /// `FETCH FIRST`
    Fetch,
    /// `OFFSET`
    Offset,
    /// `ON CONFLICT`, with its target and its action.
    OnConflict,
    /// What `ON CONFLICT DO UPDATE` sets.
    ConflictSet,
    /// Which rows `ON CONFLICT DO UPDATE` updates.
    ConflictWhere,
    /// `RETURNING`
    Returning,
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
static INSERT: Piece = Piece::Text("INSERT INTO ");
static MERGE: Piece = Piece::Text("MERGE INTO ");
static UPDATE: Piece = Piece::Text("UPDATE ");
static SET: Piece = Piece::Text(" SET ");
static DELETE: Piece = Piece::Text("DELETE FROM ");
static USING: Piece = Piece::Text(" USING ");
static ON_CONFLICT: Piece = Piece::Text(" ON CONFLICT ");
static RETURNING: Piece = Piece::Text(" RETURNING ");
static FROM: Piece = Piece::Text(" FROM ");
static WHERE: Piece = Piece::Text(" WHERE ");
static GROUP_BY: Piece = Piece::Text(" GROUP BY ");
static HAVING: Piece = Piece::Text(" HAVING ");
static WINDOW: Piece = Piece::Text(" WINDOW ");
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
            Clause::Insert => &INSERT,
            Clause::Merge => &MERGE,
            Clause::Update => &UPDATE,
            Clause::Set | Clause::ConflictSet => &SET,
            Clause::Delete => &DELETE,
            Clause::Using => &USING,
            Clause::OnConflict => &ON_CONFLICT,
            Clause::Returning => &RETURNING,
            Clause::From => &FROM,
            Clause::Where | Clause::ConflictWhere => &WHERE,
            Clause::GroupBy => &GROUP_BY,
            Clause::Having => &HAVING,
            Clause::Window => &WINDOW,
            Clause::OrderBy => &ORDER_BY,
            Clause::Limit => &LIMIT,
            Clause::Fetch => &FETCH,
            Clause::Offset => &OFFSET,
        }
    }

    /// Whether a statement with this clause may wait for others, because it changes or locks rows.
    pub(super) fn may_wait(self) -> bool {
        matches!(self, Clause::Insert | Clause::Merge | Clause::Update | Clause::Delete | Clause::Lock)
    }

    /// What stands between two parts of the clause.
    pub(super) fn separator(self) -> &'static Piece {
        match self {
            Clause::Cte
            | Clause::Projection
            | Clause::Set
            | Clause::ConflictSet
            | Clause::GroupBy
            | Clause::Window
            | Clause::OrderBy
            | Clause::Returning => &COMMA,
            Clause::Where | Clause::ConflictWhere | Clause::Having => &AND,
            Clause::Explain
            | Clause::With
            | Clause::Recursive
            | Clause::WithEnd
            | Clause::Raw
            | Clause::Insert
            | Clause::Merge
            | Clause::Update
            | Clause::Delete
            | Clause::Using
            | Clause::OnConflict
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
