//! Pages by key: the rows after the last one that was seen.

use frunk_core::hlist::HNil;

use super::order::Direction;
use super::{
    Bare, Binary, Bind, Equal, Expression, IntoExpr, IsNotNull, IsNull, OrderBy, Ordered, Typed, Unary,
    ValidIn, precedence,
};
use crate::sql::{Clause, Statement};
use crate::table::identity::False;
use crate::table::{Column, ColumnType, Field, InScope, Nullable, Source};

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

/// Where a row stands with regard to one key.
#[derive(Debug)]
pub struct Place {
    nullable: bool,
    descending: bool,
    column: Statement,
    value: Statement,
    /// The key is beyond the row's; `None` if none is.
    beyond: Option<Statement>,
    same: Statement,
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

/// Columns that order rows: one, one with a direction, or a tuple of up to 8.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of rows",
    label = "neither a column nor columns",
    note = "give `keyset` a column such as `Person::id`, one with a direction such as `Person::age.desc()`, or a tuple of these"
)]
pub trait KeysetKeys {
    /// The types of the columns.
    type Values;
    /// The columns.
    type Bare;

    /// Where a row with these values stands.
    fn place(&self, values: Self::Values, backwards: bool, places: &mut Vec<Place>);

    /// Adds the items of ORDER BY.
    fn order(&self, backwards: bool, out: &mut Statement);
}

/// Keys of tables in the scope `S`.
pub trait KeysIn<S> {}

impl<X: InScope<S>, S: Source, C: Field> KeysIn<X> for Column<S, C> {}

impl<X: InScope<S>, S: Source, C: Field> KeysIn<X> for Ordered<Column<S, C>> {}

impl<S: Source, C: Field> KeysetKeys for Column<S, C> {
    type Values = C::Type;
    type Bare = Bare<S, C>;

    fn place(&self, value: C::Type, backwards: bool, places: &mut Vec<Place>) {
        places.push(place::<S, C>(value, Direction::default(), backwards));
    }

    fn order(&self, backwards: bool, out: &mut Statement) {
        order(self, Direction::default(), backwards, out);
    }
}

impl<S: Source, C: Field> KeysetKeys for Ordered<Column<S, C>> {
    type Values = C::Type;
    type Bare = Bare<S, C>;

    fn place(&self, value: C::Type, backwards: bool, places: &mut Vec<Place>) {
        places.push(place::<S, C>(value, self.direction(), backwards));
    }

    fn order(&self, backwards: bool, out: &mut Statement) {
        order(self.expr(), self.direction(), backwards, out);
    }
}

fn turn(direction: Direction, backwards: bool) -> Direction {
    Direction {
        descending: direction.descending != backwards,
        nulls_first: direction.nulls_first != backwards,
    }
}

fn order<S: Source, C: Field>(
    column: &Column<S, C>,
    direction: Direction,
    backwards: bool,
    out: &mut Statement,
) {
    let Direction { descending, nulls_first } = turn(direction, backwards);
    out.part(Clause::OrderBy, |out| {
        column.render(out);
        out.text(if descending { " DESC" } else { " ASC" });
        // Where it is PostgreSQL's default it is left out, as an index has it.
        if <C::Type as ColumnType>::NULLABLE && nulls_first != descending {
            out.text(if nulls_first { " NULLS FIRST" } else { " NULLS LAST" });
        }
    });
}

fn text(expr: &impl Expression) -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Raw, |out| expr.render(out));
    statement
}

fn place<S: Source, C: Field>(value: C::Type, direction: Direction, backwards: bool) -> Place {
    let column = Column::<S, C>::NEW;
    let nullable = <C::Type as ColumnType>::NULLABLE;
    let Direction { descending, nulls_first } = turn(direction, backwards);
    let Some(value) = value.into_option() else {
        let same = text(&Unary::<IsNull, _>::new(column));
        let beyond = nulls_first.then(|| text(&Unary::<IsNotNull, _>::new(column)));
        return Place { nullable, descending, column: text(&column), value: Statement::new(), beyond, same };
    };
    let value = Bind(value);
    let mut beyond = Statement::new();
    beyond.part(Clause::Raw, |out| {
        column.render(out);
        out.text(if descending { " < " } else { " > " });
        value.render_beside(<Column<S, C> as Expression>::NAMED, out);
        if nullable && !nulls_first {
            out.text(" OR ");
            Unary::<IsNull, _>::new(column).render(out);
        }
    });
    let mut bound = Statement::new();
    bound.part(Clause::Raw, |out| value.render_beside(<Column<S, C> as Expression>::NAMED, out));
    let same = text(&Binary::<Equal, _, _>::new(column, value));
    Place { nullable, descending, column: text(&column), value: bound, beyond: Some(beyond), same }
}

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: KeysetKeys),+> KeysetKeys for ($($name,)+) {
            type Values = ($($name::Values,)+);
            type Bare = tuples!(@bare $($name)+);

            fn place(&self, values: Self::Values, backwards: bool, places: &mut Vec<Place>) {
                $(self.$index.place(values.$index, backwards, places);)+
            }

            fn order(&self, backwards: bool, out: &mut Statement) {
                $(self.$index.order(backwards, out);)+
            }
        }

        impl<Scope, $($name: KeysIn<Scope>),+> KeysIn<Scope> for ($($name,)+) {}
    };
    (@bare) => { () };
    (@bare $first:ident $($rest:ident)*) => { ($first::Bare, tuples!(@bare $($rest)*)) };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
