//! `ON CONFLICT`

use std::fmt;

use frunk_core::hlist::HNil;

use super::ColumnList;
use super::insert::Insert;
use super::rows::NewRow;
use super::set::Assignments;
use crate::expr::{Condition, NotGrouped, RowCondition, precedence};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{ColumnDef, Excluded, Table, UniqueIn, With};

/// The tables that `DO UPDATE` reads: the row that is there, and the one that is proposed.
pub type Both<T> = With<Excluded<T>, With<T, HNil>>;

/// An `INSERT` without `ON CONFLICT`.
#[derive(Debug)]
pub enum NoConflict {}

/// An `INSERT` that leaves out rows that are in conflict with others.
#[derive(Debug)]
pub enum Ignoring {}

/// An `INSERT` that updates the rows that are in its way.
#[derive(Debug)]
pub enum Updating {}

/// An `INSERT` that does not say yet what happens to a row that is in conflict with another.
#[diagnostic::on_unimplemented(
    message = "this `INSERT` says already what happens on a conflict",
    label = "a second ON CONFLICT",
    note = "an `INSERT` has one conflict target and one action"
)]
pub trait WithoutConflict {}

#[diagnostic::do_not_recommend]
impl WithoutConflict for NoConflict {}

/// A column, or a tuple of columns, of which no two rows of the table `T` have the same values.
// In front of `UniqueIn`, so that messages do not list the keys of all tables.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not unique in table `{T}`",
    label = "two rows of `{T}` may have the same value",
    note = "declare it: `#[column(unique)]`, or `#[table(unique(a, b))]` for several columns, in the same order"
)]
pub trait ConflictTarget<T> {
    /// See [`UniqueIn::PREDICATE`].
    const PREDICATE: Option<&'static str>;
}

#[diagnostic::do_not_recommend]
impl<T, C: UniqueIn<T>> ConflictTarget<T> for C {
    const PREDICATE: Option<&'static str> = C::PREDICATE;
}

/// An `INSERT` that updates rows on a conflict.
#[diagnostic::on_unimplemented(
    message = "this `INSERT` updates no row on a conflict",
    label = "nothing is updated that could be filtered",
    note = "a filter says which rows `DO UPDATE` updates: `.on_conflict(..).update(..)` comes first"
)]
pub trait UpdatesOnConflict {}

#[diagnostic::do_not_recommend]
impl UpdatesOnConflict for Updating {}

/// `ON CONFLICT`, apart from what differs from row to row.
#[derive(Clone, Debug)]
pub(super) struct Conflict {
    clause: Statement,
    /// The columns of the target, if they are known.
    target: Vec<usize>,
    /// Whether they are unique among all rows: only then the last of several rows is known to be the one that counts.
    everywhere: bool,
    /// Whether all columns that a row gives are updated.
    update_all: bool,
}

impl Conflict {
    /// The columns by which the last of several rows counts.
    pub(super) fn keys(&self) -> &[usize] {
        if self.everywhere { &self.target } else { &[] }
    }

    /// Adds the clause for rows that give these columns.
    pub(super) fn write<T: Table>(&self, given: &[usize], out: &mut Statement) {
        out.extend(&self.clause);
        if self.update_all {
            set_all::<T>(given, &self.target, out);
        }
    }
}

/// Sets each column that is given to what is proposed, apart from keys.
fn set_all<T: Table>(given: &[usize], target: &[usize], out: &mut Statement) {
    let table = T::DEFINITION;
    let def = |column: &usize| table.columns.get(*column);
    let mut any = false;
    let fixed = |column: &&usize| !target.contains(column) && !table.key.contains(column);
    for def in given.iter().filter(fixed).filter_map(def).filter(|def| !def.version) {
        set_proposed(def, out);
        any = true;
    }
    for def in table.columns.iter().filter(|def| def.version) {
        out.part(Clause::ConflictSet, |out| {
            out.push(Piece::Name(def.name));
            out.text(" = ");
            out.push(Piece::Name(T::REF.source));
            out.text(".");
            out.push(Piece::Name(def.name));
            out.text(" + 1");
        });
        any = true;
    }
    // With nothing to set, the row would neither be locked nor returned.
    if !any && let Some(def) = target.first().or(given.first()).and_then(def) {
        set_proposed(def, out);
    }
}

fn set_proposed(def: &ColumnDef, out: &mut Statement) {
    out.part(Clause::ConflictSet, |out| {
        out.push(Piece::Name(def.name));
        out.text(" = ");
        out.push(Piece::Name("excluded"));
        out.text(".");
        out.push(Piece::Name(def.name));
    });
}

/// `("a", "b") WHERE predicate`
pub(crate) fn target_clause<T: Table>(target: &[usize], predicate: Option<&'static str>) -> Statement {
    let mut clause = Statement::new();
    clause.part(Clause::Raw, |out| {
        let defs = target.iter().filter_map(|number| T::DEFINITION.columns.get(*number));
        for (at, def) in defs.enumerate() {
            out.text(if at == 0 { "(" } else { ", " });
            out.push(Piece::Name(def.name));
        }
        out.text(")");
        if let Some(predicate) = predicate {
            out.text(" WHERE ");
            out.text(predicate);
        }
    });
    clause
}

impl<R: NewRow, K, G> Insert<R, K, G> {
    /// `ON CONFLICT (columns)`: what is to be done with a row where another one has the same values in these columns,
    /// which must be declared as unique. What follows says what: [`ignore`](OnConflict::ignore),
    /// [`update`](OnConflict::update) or [`update_all`](OnConflict::update_all). Where the columns are unique among some
    /// rows only, the condition is that of the declaration.
    ///
    /// Of several rows of one call with the same values in these columns, the last one counts: PostgreSQL updates a
    /// row once in a statement. Values are the same here if their binary forms are; rows with a NULL among them, or
    /// with an expression, are all kept; and so are those of a conflict by columns that are unique among some rows only,
    /// because the program does not know which these are: two of them in each other's way are an error of the server
    /// (SQLSTATE 21000).
    ///
    /// ```
    /// # use piton::prelude::*;
    /// #[derive(Table)]
    /// struct Visit {
    ///     #[column(primary_key)]
    ///     page: String,
    ///     count: i64,
    /// }
    ///
    /// let query = insert(Visit::create().page("/").count(1))
    ///     .on_conflict(Visit::page)
    ///     .update(Visit::count.set(Visit::count + Visit::count.excluded()));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"INSERT INTO "visit" ("page", "count") VALUES ($1, $2) ON CONFLICT ("page") DO UPDATE SET "count" = "visit"."count" + "excluded"."count""#,
    /// );
    /// ```
    pub fn on_conflict<L: ColumnList<Markers = C>, C>(self, _: L) -> OnConflict<R, G>
    where
        C: ConflictTarget<R::Table>,
        K: WithoutConflict,
    {
        let mut target = Vec::new();
        L::numbers(&mut target);
        let clause = target_clause::<R::Table>(&target, C::PREDICATE);
        OnConflict { insert: self.settled(), clause, target, everywhere: C::PREDICATE.is_none() }
    }

    /// `ON CONFLICT (columns) DO UPDATE` of all columns that a row gives, by columns with these numbers.
    pub(crate) fn upsert(
        self,
        target: Vec<usize>,
        predicate: Option<&'static str>,
    ) -> Insert<R, Updating, G> {
        let clause = target_clause::<R::Table>(&target, predicate);
        let everywhere = predicate.is_none();
        OnConflict { insert: self.settled(), clause, target, everywhere }.update_all()
    }

    /// `ON CONFLICT ON CONSTRAINT name`: as [`on_conflict`](Insert::on_conflict), for a constraint by its name. Whether
    /// there is one shows when the statement is prepared, and rows of one call that are in each other's way are an
    /// error of the server (SQLSTATE 21000).
    pub fn on_constraint(self, name: &'static str) -> OnConflict<R, G>
    where
        K: WithoutConflict,
    {
        let mut clause = Statement::new();
        clause.part(Clause::Raw, |out| {
            out.text("ON CONSTRAINT ");
            out.push(Piece::Name(name));
        });
        OnConflict { insert: self.settled(), clause, target: Vec::new(), everywhere: false }
    }

    /// `ON CONFLICT DO NOTHING`: a row that is in conflict with any other is left out, and does not come back.
    pub fn or_ignore(self) -> Insert<R, Ignoring, G>
    where
        K: WithoutConflict,
    {
        let mut clause = Statement::new();
        clause.part(Clause::OnConflict, |out| out.text("DO NOTHING"));
        self.settled().with_conflict(Conflict {
            clause,
            target: Vec::new(),
            everywhere: false,
            update_all: false,
        })
    }
}

/// An `INSERT` with a conflict target, which does not say yet what is to be done.
#[must_use = "say what is to be done: `ignore`, `update` or `update_all`"]
pub struct OnConflict<R: NewRow, G = NotGrouped> {
    insert: Insert<R, NoConflict, G>,
    /// The target.
    clause: Statement,
    target: Vec<usize>,
    /// See [`Conflict`].
    everywhere: bool,
}

impl<R: NewRow, G> fmt::Debug for OnConflict<R, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnConflict").field("insert", &self.insert).finish_non_exhaustive()
    }
}

impl<R: NewRow, G> OnConflict<R, G> {
    fn act<K, H>(self, action: &'static str, update_all: bool) -> Insert<R, K, H> {
        let clause = Statement::wrapping(Clause::OnConflict, "", &self.clause, action);
        let target = if action == NOTHING { Vec::new() } else { self.target };
        self.insert.settled().with_conflict(Conflict {
            clause,
            target,
            everywhere: self.everywhere,
            update_all,
        })
    }

    /// `DO NOTHING`: the row is left out, and does not come back.
    pub fn ignore(self) -> Insert<R, Ignoring, G> {
        self.act(NOTHING, false)
    }

    /// `DO UPDATE SET`: updates the row that is there. Expressions read its columns as they are, `Person::age`, and those
    /// of the row that was proposed, `Person::age.excluded()`.
    pub fn update<A: Assignments<R::Table, Both<R::Table>, In<G> = H>, H>(
        self,
        assignments: A,
    ) -> Insert<R, Updating, H> {
        let mut insert: Insert<R, Updating, H> = self.act(UPDATE, false);
        if let Some(conflict) = insert.conflict_mut() {
            assignments.write(Clause::ConflictSet, &mut conflict.clause);
        }
        insert
    }

    /// `DO UPDATE SET` of all columns that the row gives, apart from those of the target and of the primary key, to what
    /// it gives. A `version` column counts on.
    pub fn update_all(self) -> Insert<R, Updating, G> {
        self.act(UPDATE, true)
    }
}

const NOTHING: &str = " DO NOTHING";
const UPDATE: &str = " DO UPDATE";

impl<R: NewRow, K, G> Insert<R, K, G> {
    /// `WHERE condition` of `DO UPDATE`: a row for which it is not true stays as it is, and does not come back. Several
    /// are joined by `AND`.
    pub fn filter<E: Condition<Both<R::Table>, In<G> = H> + RowCondition, H>(
        mut self,
        condition: E,
    ) -> Insert<R, Updating, H>
    where
        K: UpdatesOnConflict,
    {
        if let Some(conflict) = self.conflict_mut() {
            conflict.clause.part(Clause::ConflictWhere, |out| condition.write(precedence::AND, out));
        }
        self.settled()
    }
}
