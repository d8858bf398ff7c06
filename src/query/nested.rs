//! Queries inside of others: what every query gives to the one around it.

use frunk_core::hlist::HNil;

use super::shortcuts::selecting;
use super::{Compound, Select};
use crate::expr::{Exists, GroupState, Groups, Item, Members, Project, QueryOf, Rows, Scalar, VisibleIn};
use crate::sql::Statement;
use crate::table::identity::{Answer, False};
use crate::table::{ColumnType, NotNull, Nullable, Nullness};
use crate::value::{Bindable, Shape, Value};

/// A statement that returns rows, to become part of another one.
///
/// Implement it for what can be bound to a name by `WITH`; for what also stands in parentheses, [`Query`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "not a query",
    note = "give a query such as `select(..)`"
)]
pub trait ReturnsRows {
    /// What a row holds: a [`Item`], or a tuple of these.
    type Items;
    /// What it reads of the query around it: a tree of columns.
    type Uses;

    /// Adds what each column of the result must be.
    fn describe(&self) -> fn(&mut Shape);

    /// The statement.
    fn into_statement(self) -> Statement;
}

/// A statement that returns rows, and can stand in parentheses if it changes none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "not a query",
    note = "give a query such as `select(..)`"
)]
pub trait Query: ReturnsRows {
    /// Whether it has one row exactly.
    type OneRow: Answer;
    /// Whether it locks rows.
    type Locks;
    /// Whether it changes rows by itself; what it reads says whether a CTE of it does.
    type Changes: Answer;
    /// The columns of the result, see [`Projection::Outputs`](crate::expr::Projection::Outputs).
    type Outputs;
}

/// The state of a query that can be part of another one.
pub trait NestedState<P, S>: GroupState {}

impl<P: Project<S>, S, G> NestedState<P, S> for G where
    G: Groups<P::Aggregates, P::Bare> + GroupState<Uses: VisibleIn<S>>
{
}

impl<P: Project<S>, S, G: NestedState<P, S>> ReturnsRows for Select<P, S, G> {
    type Items = P::Items;
    type Uses = G::Uses;

    fn describe(&self) -> fn(&mut Shape) {
        P::describe
    }

    fn into_statement(self) -> Statement {
        selecting(self.statement)
    }
}

impl<P: Project<S>, S, G: NestedState<P, S>> Query for Select<P, S, G> {
    type OneRow = G::OneRow<P::Aggregates>;
    type Locks = G::Locks;
    type Changes = False;
    type Outputs = P::Outputs<HNil>;
}

/// `EXISTS (query)`: whether the query has a row. Its negation is `!exists(query)`.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
/// # #[derive(Table)] struct FavoriteColor { #[column(primary_key)] id: i32, person_id: i32 }
/// let colors = from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id)));
/// assert_eq!(
///     select(Person::name).filter(!exists(colors)).to_sql(),
///     r#"SELECT "person"."name" FROM "person" WHERE NOT EXISTS (SELECT 1 FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id")"#,
/// );
/// ```
pub fn exists<Q: Query<Uses = B>, B>(query: Q) -> Exists<B> {
    Exists::new(query.into_statement())
}

/// A row of one value.
#[diagnostic::on_unimplemented(
    message = "a query that is a value returns one column",
    label = "does not return one column",
    note = "select one expression: `select(column)`"
)]
pub trait OneColumn {
    /// The value's type.
    type Value: Value;
    /// Whether it can be NULL.
    type Null: Nullness;
}

impl<V: Value, N: Nullness> OneColumn for Item<V, N> {
    type Value = V;
    type Null = N;
}

/// A query that can be a value: it returns one column.
pub trait ScalarQuery: Query {
    /// The value's type, an `Option` if it can be NULL, because it is, or because there can be no row.
    type Type: ColumnType;
}

impl<Q> ScalarQuery for Q
where
    Q: Query<Items: OneColumn, OneRow: Answer<If<<Q::Items as OneColumn>::Null, Nullable>: Nullness>>,
    <<Q::OneRow as Answer>::If<<Q::Items as OneColumn>::Null, Nullable> as Nullness>::Wrap<
        <Q::Items as OneColumn>::Value,
    >: ColumnType,
{
    type Type = <<Q::OneRow as Answer>::If<<Q::Items as OneColumn>::Null, Nullable> as Nullness>::Wrap<
        <Q::Items as OneColumn>::Value,
    >;
}

impl<L, I, B> Compound<(L, I, B)> {
    /// The query as a value: `(SELECT .. UNION SELECT ..)`, NULL where it has no row. More than one row is an error of the
    /// server.
    pub fn scalar<T>(self) -> Scalar<T, B>
    where
        Self: ScalarQuery<Type = T>,
    {
        Scalar::new(self.into_statement())
    }
}

impl<P, S, G> Select<P, S, G> {
    /// The query as a value: `(SELECT ..)`.
    ///
    /// It is NULL where the query has no row, and therefore an `Option`; an aggregate without GROUP BY and HAVING always
    /// has one, unless LIMIT or OFFSET leave it out. More than one row is an error of the server.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// # #[derive(Table)] struct FavoriteColor { #[column(primary_key)] id: i32, person_id: i32 }
    /// let colors = from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id))).select(count_all());
    /// assert_eq!(
    ///     select((Person::id, colors.scalar())).to_sql(),
    ///     r#"SELECT "person"."id", (SELECT count(*) FROM "favorite_color" WHERE "favorite_color"."person_id" = "person"."id") FROM "person""#,
    /// );
    /// ```
    pub fn scalar<T, B>(self) -> Scalar<T, B>
    where
        Self: ScalarQuery<Type = T> + ReturnsRows<Uses = B>,
    {
        Scalar::new(self.into_statement())
    }
}

/// A row that can be looked for where values of the class `C`, or of a tuple of classes, are meant.
#[diagnostic::on_unimplemented(
    message = "expected a query of SQL values of type `{C}`",
    label = "not a query of `{C}`",
    note = "select one expression of that type; for several, compare a `row(..)` of as many"
)]
pub trait RowOf<C> {
    /// Whether one of its values can be NULL.
    type Null: Nullness;
}

#[diagnostic::do_not_recommend]
impl<C, V: Bindable<C>, N: Nullness> RowOf<C> for Item<V, N> {
    type Null = N;
}

macro_rules! tuples {
    ($($name:ident $class:ident),+) => {
        impl<$($class, $name: RowOf<$class>),+> RowOf<($($class,)+)> for ($($name,)+) {
            type Null = tuples!(@null $($name $class)+);
        }
    };
    (@null) => { NotNull };
    (@null $first:ident $class:ident $($rest:tt)*) => {
        <<$first as RowOf<$class>>::Null as Nullness>::Or<tuples!(@null $($rest)*)>
    };
}

tuples!(A X, B Y);
tuples!(A X, B Y, C Z);
tuples!(A X, B Y, C Z, D W);
tuples!(A X, B Y, C Z, D W, E V);
tuples!(A X, B Y, C Z, D W, E V, F U);
tuples!(A X, B Y, C Z, D W, E V, F U, G T);
tuples!(A X, B Y, C Z, D W, E V, F U, G T, H S);

impl<C, Q: Query<Items: RowOf<C>>> QueryOf<C> for Q {
    type Expr = Rows<<Q::Items as RowOf<C>>::Null, Q::Uses>;

    fn into_rows(self) -> Self::Expr {
        Rows::new(self.into_statement())
    }
}

#[diagnostic::do_not_recommend]
impl<C, P, S, G> Members<C> for Select<P, S, G>
where
    Self: QueryOf<C>,
{
    type Expr = <Self as QueryOf<C>>::Expr;

    fn into_members(self) -> Self::Expr {
        self.into_rows()
    }
}

#[diagnostic::do_not_recommend]
impl<K, L, I, B> Members<K> for Compound<(L, I, B)>
where
    Self: QueryOf<K>,
{
    type Expr = <Self as QueryOf<K>>::Expr;

    fn into_members(self) -> Self::Expr {
        self.into_rows()
    }
}
