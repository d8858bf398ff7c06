//! The SQL of relations, by names: what is the same for all tables.

use super::{Kind, Link};
use crate::sql::{Clause, Piece, Statement, TableRef};
use crate::table::{Source, Table};

/// The tables and columns that a relation leads along.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    pub(super) from: &'static TableRef,
    pub(super) key: &'static str,
    pub(super) to: &'static TableRef,
    pub(super) near: &'static str,
    pub(super) through: Option<Bridge>,
    /// The columns that rows are in the order of, where nothing else is said; none if there is at most one row.
    pub(super) order: &'static [&'static str],
}

/// The link table, its column that the last table has the values of, and that table's column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bridge {
    pub(super) link: &'static TableRef,
    pub(super) far: &'static str,
    pub(super) target: &'static str,
}

/// What the related rows are compared with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// The column of the row that they belong to.
    Column,
    /// The column under another name, which no table in between has.
    Parent,
    /// Nothing: all rows that belong to any row.
    Any,
}

const PARENT: &str = "\"the parent\".\"key\"";

/// `"source"."name"`, with the schema before it where the table has one.
pub(super) fn column(source: &'static TableRef, name: &'static str, out: &mut Statement) {
    if let Some(schema) = source.qualifier {
        out.push(Piece::Name(schema));
        out.text(".");
    }
    out.push(Piece::Name(source.source));
    out.text(".");
    out.push(Piece::Name(name));
}

/// Makes a statement select rows: `ROW(..)` of a list.
fn select_records(statement: &mut Statement, list: &Statement) {
    statement.part(Clause::Select, |_| ());
    statement.part(Clause::Projection, |out| {
        out.text("ROW(");
        out.nest(list);
        out.text(")");
    });
}

/// The names that the numbers of columns stand for.
pub(super) fn path<S: Source, T: Source, K: Kind<T>>(link: Link) -> Path {
    let name =
        |columns: &'static [&'static str], number: usize| columns.get(number).copied().unwrap_or_default();
    let near = K::THROUGH.unwrap_or(T::REF);
    let (far, target) = link.far;
    Path {
        from: S::REF,
        key: name(S::REF.columns, link.key),
        to: T::REF,
        near: name(near.columns, link.near),
        through: K::THROUGH.map(|link| Bridge {
            link,
            far: name(link.columns, far),
            target: name(T::REF.columns, target),
        }),
        order: if K::MANY { T::Table::DEFINITION.primary_key } else { &[] },
    }
}

impl Path {
    /// The table whose column has the values of the key.
    fn near_table(&self) -> &'static TableRef {
        self.through.map_or(self.to, |bridge| bridge.link)
    }

    pub(super) fn write_key(&self, out: &mut Statement) {
        column(self.from, self.key, out);
    }

    fn write_near(&self, out: &mut Statement) {
        column(self.near_table(), self.near, out);
    }

    /// Whether the table that the relation begins at cannot be seen where the related rows are read, because a table of
    /// them has its name. Tables of one name in two schemas do not hide each other.
    fn is_hidden(&self) -> bool {
        let apart = |table: &TableRef| match (self.from.qualifier, table.qualifier) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        };
        let hides = |table: &TableRef| table.source == self.from.source && !apart(table);
        hides(self.to) || self.through.is_some_and(|bridge| hides(bridge.link))
    }

    /// ` JOIN "link" ON "to"."target" = "link"."far"`
    fn write_bridge(&self, bridge: &Bridge, table: &'static TableRef, out: &mut Statement) {
        out.text(" JOIN ");
        out.push(Piece::Table(table));
        out.text(" ON ");
        column(self.to, bridge.target, out);
        out.text(" = ");
        column(bridge.link, bridge.far, out);
    }

    /// `FROM .. WHERE ..` with the related rows and what else is said of them.
    fn rows(&self, key: Key, refined: &Statement) -> Statement {
        let mut out = Statement::new();
        out.part(Clause::From, |out| out.push(Piece::Table(self.to)));
        if let Some(bridge) = &self.through {
            out.part(Clause::Join, |out| self.write_bridge(bridge, bridge.link, out));
        }
        out.part(Clause::Where, |out| {
            self.write_near(out);
            match key {
                Key::Column => {
                    out.text(" = ");
                    self.write_key(out);
                }
                Key::Parent => {
                    out.text(" = ");
                    out.text(PARENT);
                }
                Key::Any => out.text(" IS NOT NULL"),
            }
        });
        out.extend(refined);
        out
    }

    /// `SELECT .. FROM .. WHERE ..` with the rows of the last table, in their order; `near` says which by the column that has
    /// the values of the key.
    pub(super) fn select_rows(
        &self,
        near: Option<impl FnOnce(&mut Statement)>,
        refined: &Statement,
    ) -> Statement {
        let mut out = Statement::new();
        out.part(Clause::Select, |_| ());
        out.part(Clause::Projection, |out| out.push(Piece::Columns(self.to)));
        out.part(Clause::From, |out| out.push(Piece::Table(self.to)));
        if let Some(near) = near {
            out.part(Clause::Where, |out| {
                self.write_near(out);
                near(out);
            });
        }
        out.extend(refined);
        self.order(&mut out);
        out
    }

    /// Adds the order of the primary key, where there is none.
    fn order(&self, statement: &mut Statement) {
        if statement.first(Clause::OrderBy).is_none() {
            for name in self.order {
                statement.part(Clause::OrderBy, |out| column(self.to, name, out));
            }
        }
    }

    /// An expression with a subquery in it that is compared with the key.
    pub(super) fn correlated(&self, out: &mut Statement, write: impl FnOnce(Key, &mut Statement)) {
        if !self.is_hidden() {
            return write(Key::Column, out);
        }
        out.text("(SELECT ");
        write(Key::Parent, out);
        out.text(" FROM (SELECT ");
        self.write_key(out);
        out.text(" AS \"key\") AS \"the parent\")");
    }

    /// `ARRAY(SELECT ROW(..) FROM ..)`; `extra` adds what the rows hold beside their columns.
    pub(super) fn write_array(
        &self,
        key: Key,
        refined: &Statement,
        extra: impl FnOnce(&mut Nest),
        out: &mut Statement,
    ) {
        let mut nest = Nest::new(self, key, refined);
        extra(&mut nest);
        self.order(&mut nest.rows);
        select_records(&mut nest.rows, &nest.list);
        out.text("ARRAY(");
        out.nest(&nest.rows);
        out.text(")");
    }

    /// `(SELECT count(*) FROM ..)`
    pub(super) fn write_count(&self, key: Key, refined: &Statement, out: &mut Statement) {
        let mut rows = self.rows(key, refined);
        rows.part(Clause::Select, |_| ());
        if is_limited(refined) {
            rows.part(Clause::Projection, |out| out.text("1"));
            out.text("(SELECT count(*) FROM (");
            out.nest(&rows);
            out.text(") AS \"limited\")");
        } else {
            rows.clear(Clause::OrderBy);
            rows.part(Clause::Projection, |out| out.text("count(*)"));
            out.text("(");
            out.nest(&rows);
            out.text(")");
        }
    }

    /// Whether there are related rows, which is never NULL.
    ///
    /// Where the key cannot be seen inside of a subquery, it is compared outside of it.
    pub(super) fn write_exists(&self, refined: &Statement, exists: bool, out: &mut Statement) {
        let limited = is_limited(refined);
        let mut refined = refined.clone();
        if !limited {
            refined.clear(Clause::OrderBy);
        }
        if self.is_hidden() && !limited {
            let mut rows = self.rows(Key::Any, &refined);
            rows.part(Clause::Select, |_| ());
            rows.part(Clause::Projection, |out| self.write_near(out));
            out.text("(");
            self.write_key(out);
            out.text(" IN (");
            out.nest(&rows);
            out.text(if exists { ") IS TRUE)" } else { ") IS NOT TRUE)" });
            return;
        }
        self.correlated(out, |key, out| {
            let mut rows = self.rows(key, &refined);
            rows.part(Clause::Select, |_| ());
            rows.part(Clause::Projection, |out| out.text("1"));
            out.text(if exists { "EXISTS (" } else { "(NOT EXISTS (" });
            out.nest(&rows);
            out.text(if exists { ")" } else { "))" });
        });
    }

    /// ` JOIN "to" ON ..`; `keyword` is what stands before it.
    pub(super) fn write_join(&self, keyword: &'static str, out: &mut Statement) {
        out.text(keyword);
        match &self.through {
            None => out.push(Piece::Table(self.to)),
            Some(bridge) => {
                out.text("(");
                out.push(Piece::Table(bridge.link));
                self.write_bridge(bridge, self.to, out);
                out.text(")");
            }
        }
        out.text(" ON ");
        self.write_near(out);
        out.text(" = ");
    }

    /// `FROM unnest($1) WITH ORDINALITY ..`: keys, each with its number; `bind` binds their array.
    pub(super) fn from_keys(bind: impl FnOnce(&mut Statement)) -> Statement {
        let mut out = Statement::new();
        out.part(Clause::From, |out| {
            out.text("unnest(");
            bind(out);
            out.text(") WITH ORDINALITY AS \"the parent\"(\"key\", \"number\")");
        });
        out.part(Clause::Select, |_| ());
        out.part(Clause::Projection, |out| out.text("\"the parent\".\"number\""));
        out
    }

    /// Adds to keys the rows that belong to them.
    pub(super) fn join_keys(&self, refined: &Statement, keys: &mut Statement) {
        keys.part(Clause::Join, |out| {
            self.write_join(" JOIN ", out);
            out.text(PARENT);
        });
        keys.extend(refined);
    }

    /// Adds to keys the rows that belong to them, in their order.
    pub(super) fn select_keyed_rows(&self, refined: &Statement, keys: &mut Statement) {
        self.join_keys(refined, keys);
        self.order(keys);
        keys.part(Clause::Projection, |out| out.push(Piece::Columns(self.to)));
    }
}

/// Whether LIMIT or OFFSET leaves out rows.
pub(super) fn is_limited(refined: &Statement) -> bool {
    refined.first(Clause::Limit).is_some() || refined.first(Clause::Offset).is_some()
}

/// Related rows, and what each of them holds.
#[derive(Debug)]
pub struct Nest {
    rows: Statement,
    list: Statement,
    joined: usize,
}

impl Nest {
    fn new(path: &Path, key: Key, refined: &Statement) -> Self {
        let mut list = Statement::new();
        list.part(Clause::Projection, |out| out.push(Piece::Columns(path.to)));
        Nest { rows: path.rows(key, refined), list, joined: 0 }
    }

    /// Adds to the rows of a query what `extra` says.
    pub(super) fn beside(query: Statement, extra: impl FnOnce(&mut Nest)) -> Statement {
        let mut nest = Nest { rows: query, list: Statement::new(), joined: 0 };
        extra(&mut nest);
        nest.rows.extend(&nest.list);
        nest.rows
    }

    /// Adds an expression to each row.
    pub(super) fn add(&mut self, write: impl FnOnce(&mut Statement)) {
        self.list.part(Clause::Projection, write);
    }

    /// Adds to each row the one row that belongs to it, or NULLs.
    pub(super) fn add_row(&mut self, path: &Path, refined: &Statement, extra: impl FnOnce(&mut Nest)) {
        let hidden = path.is_hidden();
        let mut nest = Nest::new(path, if hidden { Key::Parent } else { Key::Column }, refined);
        extra(&mut nest);
        nest.rows.part(Clause::Select, |_| ());
        nest.rows.part(Clause::Projection, |out| out.nest(&nest.list));
        self.joined += 1;
        let name = Piece::Owned(format!("\"with {}\"", self.joined).into());
        self.rows.part(Clause::Join, |out| {
            out.text(" LEFT JOIN LATERAL (");
            if hidden {
                out.text("SELECT \"with\".* FROM (SELECT ");
                path.write_key(out);
                out.text(" AS \"key\") AS \"the parent\" CROSS JOIN LATERAL (");
            }
            out.nest(&nest.rows);
            out.text(if hidden { ") AS \"with\") AS " } else { ") AS " });
            out.push(name.clone());
            out.text(" ON TRUE");
        });
        self.list.part(Clause::Projection, |out| {
            out.push(name);
            out.text(".*");
        });
    }
}
