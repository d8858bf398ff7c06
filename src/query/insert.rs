//! `INSERT`

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::HNil;

use super::insert_from::{self, FromQuery};
use super::on_conflict::{Conflict, NoConflict};
use super::returning::{Affected, Returned, RowList, returning};
use super::rows::{AllGiven, Group, IntoRows, NewRow, RowSet};
use crate::connection::{Executor, IntoExecutor, RunAll};
use crate::error::ValueError;
use crate::expr::{NotGrouped, Project, Reads, Selectable, SelfContained};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{DatabaseTable, Generated, Source, Table, With};
use crate::value::{Encode, Row, Shape};

type Kind<R, K, G> = PhantomData<fn() -> (R, K, G)>;

/// `INSERT` of rows that [`insert`] was given; `K` says what happens on a conflict, and `G` what it reads of CTEs.
#[must_use = "nothing is inserted before a verb such as `execute` runs it"]
pub struct Insert<R: NewRow, K = NoConflict, G = NotGrouped> {
    rows: RowSet,
    /// The columns that a query fills, and the statement up to its end; there are no rows then.
    query: Option<(Vec<usize>, Statement)>,
    conflict: Option<Conflict>,
    /// The clauses of a WITH around it.
    with: Option<Statement>,
    kind: Kind<R, K, G>,
}

/// `INSERT` of rows into their table: one row, or an array, a `Vec` or an iterator of them.
///
/// Many rows are one statement with one array a column, whatever their number, so that it is prepared once. Rows that
/// give different columns are one statement for each set of columns; all go in one round trip, and all or none are
/// inserted.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
/// let one = insert(Person::create().name("Alice").age(30));
/// assert_eq!(one.to_sql(), r#"INSERT INTO "person" ("name", "age") VALUES ($1, $2)"#);
///
/// let many = insert([Person::create().name("Alice").age(30), Person::create().name("Bob").age(40)]);
/// assert_eq!(many.to_sql(), r#"INSERT INTO "person" ("name", "age") SELECT unnest($1), unnest($2)"#);
/// ```
///
/// Inserting no rows sends nothing.
pub fn insert<I: IntoRows<M, Row = R>, M, R>(rows: I) -> Insert<R>
where
    R: NewRow<Needs: AllGiven, Table: DatabaseTable>,
{
    Insert::of(rows)
}

impl<R: NewRow> Insert<R> {
    /// As [`insert`], of rows that somebody else has checked.
    pub(crate) fn of<M>(rows: impl IntoRows<M, Row = R>) -> Self {
        Self::of_set(RowSet::prepared(rows.into_rows()))
    }

    /// As [`of`](Insert::of), of rows that are prepared.
    pub(crate) fn of_set(rows: RowSet) -> Self {
        Insert { rows, query: None, conflict: None, with: None, kind: PhantomData }
    }
}

impl<T: Table, G> Insert<FromQuery<T>, NoConflict, G> {
    /// An `INSERT` of the rows of a query into these columns.
    pub(super) fn of_query(columns: Vec<usize>, query: &Statement) -> Self {
        let mut statement = Statement::new();
        statement.part(Clause::Insert, |out| insert_from::write::<T>(&columns, query, out));
        Insert {
            rows: RowSet::default(),
            query: Some((columns, statement)),
            conflict: None,
            with: None,
            kind: PhantomData,
        }
    }
}

impl<R: NewRow, K, G> Insert<R, K, G> {
    /// The same rows with another type.
    pub(super) fn settled<L, H>(self) -> Insert<R, L, H> {
        let Insert { rows, query, conflict, with, .. } = self;
        Insert { rows, query, conflict, with, kind: PhantomData }
    }

    /// The same with a WITH around it, which `attach` adds to the clauses of one that is there.
    pub(super) fn with<H>(mut self, attach: impl FnOnce(Statement) -> Statement) -> Insert<R, K, H> {
        self.with = Some(attach(self.with.take().unwrap_or_default()));
        self.settled()
    }

    pub(super) fn with_conflict(self, conflict: Conflict) -> Self {
        Insert { conflict: Some(conflict), ..self }
    }

    pub(super) fn conflict_mut(&mut self) -> Option<&mut Conflict> {
        self.conflict.as_mut()
    }

    /// `RETURNING projection`: what was inserted, as the database has it.
    ///
    /// Rows come back in the order in which they were given. A row that was left out because of a conflict does not come
    /// back.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String }
    /// let query = insert(Person::create().name("Alice")).returning((Person::id, Person::name));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"INSERT INTO "person" ("name") VALUES ($1) RETURNING "person"."id", "person"."name""#,
    /// );
    /// ```
    pub fn returning<P, L, T, I, B>(self, projection: P) -> Returned<T, I, B::In<G>>
    where
        P: Selectable<List = L, Bare = B> + RowList,
        L: Project<With<R::Table, HNil>, Row = T, Items = I>,
        T: Row,
        B: Reads,
    {
        let list = returning(projection);
        self.returning_list(&list, L::describe)
    }

    /// `RETURNING` a list that makes rows of the type `T`.
    pub(crate) fn returning_list<T: Row, I, H>(
        self,
        list: &Statement,
        describe: fn(&mut Shape),
    ) -> Returned<T, I, H> {
        let none = self.is_nothing().then(|| self.nothing(Some(list)));
        let statements = self.statements(Some(list));
        Returned::new(statements, describe).or_else(none)
    }

    /// `RETURNING` all columns.
    pub(crate) fn returning_rows(self) -> Returned<R::Table> {
        let mut list = Statement::new();
        list.part(Clause::Returning, |out| out.push(Piece::Columns(<R::Table as Source>::REF)));
        self.returning_list(&list, <R::Table as Row>::describe)
    }

    /// Inserts the rows, and returns how many were inserted; with `ON CONFLICT` also those that were updated.
    pub fn execute<D: IntoExecutor<Executor = X>, X: Executor>(self, db: D) -> RunAll<X, Affected>
    where
        G: SelfContained,
    {
        let statements = self.statements(None).into_iter().map(|(statement, _)| statement).collect();
        RunAll::new(db.into_executor(), Affected::new(statements))
    }

    /// The SQL text, with `$1`, `$2`, .. in the place of parameters. Rows that give different columns make a text for
    /// each set of columns, a line each; no rows make none.
    #[must_use]
    pub fn to_sql(&self) -> String {
        let statements = self.copy().statements(None);
        statements.iter().map(|(statement, _)| statement.to_sql()).collect::<Vec<_>>().join("\n")
    }

    /// The statements, each with the numbers of the rows that it inserts.
    fn statements(mut self, returning: Option<&Statement>) -> Vec<(Statement, Vec<usize>)> {
        let nothing = self.is_nothing().then(|| self.nothing(returning));
        let with = self.with.take();
        let statements = self.bare_statements(returning);
        match with {
            None => statements,
            // It is part of one statement: run twice, it would be something else.
            Some(mut statement) => {
                let (inner, rows) = match <[_; 1]>::try_from(statements) {
                    Ok([one]) => one,
                    Err(none) if none.is_empty() => (nothing.unwrap_or_default(), Vec::new()),
                    Err(_) => (several(), Vec::new()),
                };
                statement.extend(&inner);
                vec![(statement, rows)]
            }
        }
    }

    /// Whether there are no rows and no query.
    fn is_nothing(&self) -> bool {
        self.query.is_none() && self.rows.len() == 0
    }

    fn copy(&self) -> Self {
        let Insert { rows, query, conflict, with, .. } = self;
        Insert {
            rows: rows.clone(),
            query: query.clone(),
            conflict: conflict.clone(),
            with: with.clone(),
            kind: PhantomData,
        }
    }

    /// A statement that inserts no row.
    fn nothing(&self, returning: Option<&Statement>) -> Statement {
        let columns = <R::Table as Table>::DEFINITION.columns;
        let other = columns.iter().find(|def| !matches!(def.generated, Generated::Identity));
        let mut statement = Statement::new();
        statement.part(Clause::Insert, |out| {
            out.push(Piece::Table(<R::Table as Source>::REF));
            if let Some(def) = other.or(columns.first()) {
                out.text(" (");
                out.push(Piece::Name(def.name));
                out.text(")");
            }
            out.text(" SELECT NULL WHERE FALSE");
        });
        self.finish(&[], returning, &mut statement);
        statement
    }

    /// The statements without the WITH around them.
    fn bare_statements(mut self, returning: Option<&Statement>) -> Vec<(Statement, Vec<usize>)> {
        if let Some((columns, mut statement)) = self.query.take() {
            self.finish(&columns, returning, &mut statement);
            return vec![(statement, Vec::new())];
        }
        let keys = self.conflict.as_ref().map(Conflict::keys).unwrap_or_default();
        let repeated = self.rows.repeated(keys);
        let mut groups = std::mem::take(&mut self.rows).into_groups();
        let are_several = groups.len() > 1;
        if !repeated.is_empty() {
            groups.iter_mut().for_each(|group| *group = group.only(|row| !repeated.contains(&row)));
            groups.retain(|group| !group.rows.is_empty());
        }
        let statement = |group: Group| {
            // The rows of one statement come back in their order anyway.
            let rows = if are_several { group.rows.iter().collect() } else { Vec::new() };
            (self.statement(group, returning), rows)
        };
        groups.into_iter().map(statement).collect()
    }

    /// The statement of a group.
    fn statement(&self, group: Group, returning: Option<&Statement>) -> Statement {
        // What is computed because it was left out is no change of a row that is there.
        let given = group.columns.iter().filter(|cells| !cells.is_default).map(|cells| cells.column);
        let given: Vec<usize> = given.collect();
        let mut statement = Statement::new();
        statement.part(Clause::Insert, |out| {
            out.push(Piece::Table(<R::Table as Source>::REF));
            group.put_rows(out);
        });
        self.finish(&given, returning, &mut statement);
        statement
    }

    /// Adds what stands after the rows, which give these columns.
    fn finish(&self, columns: &[usize], returning: Option<&Statement>, statement: &mut Statement) {
        if let Some(conflict) = &self.conflict {
            conflict.write::<R::Table>(columns, statement);
        }
        if let Some(returning) = returning {
            statement.extend(returning);
        }
    }
}

/// In the place of several statements where there can be only one: it fails before it is sent.
pub(super) fn several() -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| {
        out.bind_with(i32::TYPE, |_| {
            Err(ValueError::new(
                "rows that give different columns are several statements, and WITH takes one",
            ))
        });
    });
    statement
}

impl<R: NewRow, K, G> fmt::Debug for Insert<R, K, G> {
    /// How many rows there are; what they are is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Insert").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
