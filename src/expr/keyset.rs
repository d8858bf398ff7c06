//! Pages by key: the rows after the last one that was seen.

mod keys;

use frunk_core::hlist::HNil;

pub use keys::{KeysIn, KeysetKeys, Place};

use super::{Expression, IntoExpr, OrderBy, Typed, ValidIn, precedence};
use crate::sql::{Clause, Statement};
use crate::table::Nullable;
use crate::table::identity::False;

/// An order of rows and the place of a row in it. Made by [`keyset`].
#[derive(Clone, Debug)]
#[must_use = "it does nothing until its order and condition are added to a query"]
pub struct Keyset<K> {
    keys: K,
    backwards: bool,
}

/// An order by columns, a column, one with a direction, or a tuple of up to 8 of these, for pages by key.
///
/// The columns together tell all rows apart: the last of them is usually the primary key. Unlike OFFSET, a page by key costs
/// the same wherever it is, and rows that come or go before it do not shift it.
///
/// ```
/// # use piton::prelude::*;
/// # use piton::expr::keyset;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// # let last_seen = Some((30, 7));
/// let page = keyset((Person::age.desc(), Person::id));
/// let mut query = select(Person).order_by(page.order()).limit(20);
/// if let Some((age, id)) = last_seen {
///     query = query.filter(page.after((age, id)));
/// }
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "person"."id", "person"."age" FROM "person" WHERE ("person"."age" < $1 OR "person"."age" = $2 AND "person"."id" > $3) ORDER BY "person"."age" DESC, "person"."id" ASC LIMIT 20"#,
/// );
/// ```
///
/// NULLs stand where the order puts them, and are values of `Option` columns. Where all columns are `NOT NULL` and of one
/// direction, the condition is a comparison of rows, which an index serves best.
pub fn keyset<K: KeysetKeys>(keys: K) -> Keyset<K> {
    Keyset { keys, backwards: false }
}

impl<K: KeysetKeys> Keyset<K> {
    /// The same place in the opposite order: for the page before a row. Its rows come in the opposite order, too.
    pub fn reversed(self) -> Self {
        Keyset { backwards: !self.backwards, ..self }
    }

    /// The order, for [`order_by`](crate::query::Select::order_by).
    pub fn order(&self) -> KeysetOrder<K>
    where
        K: Clone,
    {
        KeysetOrder { keys: self.keys.clone(), backwards: self.backwards }
    }

    /// The rows after the one with these values, for [`filter`](crate::query::Select::filter).
    pub fn after(&self, values: K::Values) -> After<K> {
        let mut keys = Vec::new();
        self.keys.place(values, self.backwards, &mut keys);
        let row = keys.iter().all(|key| !key.nullable)
            && keys.windows(2).all(|pair| match pair {
                [a, b] => a.descending == b.descending,
                _ => true,
            });
        let mut statement = Statement::new();
        statement.part(Clause::Raw, |out| {
            if row && keys.len() > 1 {
                write_row(&keys, out);
            } else {
                write_terms(&keys, out);
            }
        });
        After { statement, keys: std::marker::PhantomData }
    }
}

/// `(a, b) > (x, y)`
fn write_row(keys: &[Place], out: &mut Statement) {
    let list = |part: fn(&Place) -> &Statement, out: &mut Statement| {
        let mut before = "(";
        for key in keys {
            out.text(std::mem::replace(&mut before, ", "));
            out.nest(part(key));
        }
        out.text(")");
    };
    list(|key| &key.column, out);
    out.text(if keys.first().is_some_and(|key| key.descending) { " < " } else { " > " });
    list(|key| &key.value, out);
}

/// `a > x OR a = x AND (b > y OR b = y AND (..))`
fn write_terms(keys: &[Place], out: &mut Statement) {
    let Some((key, rest)) = keys.split_first() else { return };
    match &key.beyond {
        Some(beyond) => out.nest(beyond),
        None => out.text("FALSE"),
    }
    if !rest.is_empty() {
        out.text(" OR ");
        out.nest(&key.same);
        out.text(" AND ");
        let parentheses = rest.len() > 1 || rest.iter().any(|key| key.nullable);
        if parentheses {
            out.text("(");
        }
        write_terms(rest, out);
        if parentheses {
            out.text(")");
        }
    }
}

/// The rows after a row. Made by [`Keyset::after`].
#[must_use = "an expression does nothing until it is added to a query"]
pub struct After<K> {
    statement: Statement,
    keys: std::marker::PhantomData<fn() -> K>,
}

impl<K> Clone for After<K> {
    fn clone(&self) -> Self {
        After { statement: self.statement.clone(), keys: std::marker::PhantomData }
    }
}

impl<K> std::fmt::Debug for After<K> {
    /// The SQL text; parameters are not shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("After").field(&self.statement.to_sql()).finish()
    }
}

impl<K: KeysetKeys> Expression for After<K> {
    type From = HNil;
    type Aggregates = False;
    type Bare = K::Bare;
    const PRECEDENCE: u8 = precedence::OR;

    fn render(&self, out: &mut Statement) {
        out.nest(&self.statement);
    }
}

impl<K: KeysetKeys> Typed for After<K> {
    type Base = bool;
}

impl<S, K: KeysetKeys + KeysIn<S>> ValidIn<S> for After<K> {
    type Null = Nullable;
}

#[diagnostic::do_not_recommend]
impl<K: KeysetKeys> IntoExpr<bool> for After<K> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

/// The order of a [`Keyset`].
#[derive(Clone, Debug)]
#[must_use = "an order does nothing until it is given to `order_by`"]
pub struct KeysetOrder<K> {
    keys: K,
    backwards: bool,
}

impl<S, K: KeysetKeys + KeysIn<S>> OrderBy<S> for KeysetOrder<K> {
    type Aggregates = False;
    type Bare = K::Bare;

    fn write(self, out: &mut Statement) {
        self.keys.order(self.backwards, out);
    }
}
