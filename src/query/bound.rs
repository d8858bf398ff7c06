//! A name for the rows of a query.

use std::fmt;
use std::marker::PhantomData;

use super::fits::TableOf;
use super::{ComputedColumns, Fits, ReturnsRows};
use crate::expr::Selectable;
use crate::sql::{Piece, Statement};
use crate::table::{Entity, Source};

/// A table or alias `T` with the query `Q`, whose rows it names. Made by [`EntityMethods::of`].
#[must_use = "it does nothing until it is part of a query"]
pub struct Bound<T, Q> {
    pub(super) query: Q,
    /// `MATERIALIZED`, SEARCH and CYCLE, which only WITH has.
    pub(super) options: super::cte::Options,
    table: PhantomData<fn() -> T>,
}

/// As [`Bound`], as part of FROM with the tables before it in reach: `LATERAL`.
#[must_use = "it does nothing until it is part of a query"]
pub struct Lateral<T, Q>(pub(super) Bound<T, Q>);

impl<T: Source, Q> fmt::Debug for Bound<T, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bound({})", T::REF.source)
    }
}

impl<T: Source, Q> fmt::Debug for Lateral<T, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lateral({})", T::REF.source)
    }
}

impl<T, Q: Clone> Clone for Bound<T, Q> {
    fn clone(&self) -> Self {
        Bound { query: self.query.clone(), options: self.options.clone(), table: PhantomData }
    }
}

impl<T, Q: Clone> Clone for Lateral<T, Q> {
    fn clone(&self) -> Self {
        Lateral(self.0.clone())
    }
}

/// Giving a table's name to the rows of a query.
pub trait EntityMethods {
    /// The table or alias.
    type Source: Source;

    /// The table with the rows of `query`, which has its columns, in their order: for `WITH`, or to stand in `FROM`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
    /// #[derive(Cte)]
    /// struct AgeGroup {
    ///     age: i32,
    ///     people: i64,
    /// }
    ///
    /// let groups = select((Person::age, count_all())).group_by(Person::age);
    /// let query = from(AgeGroup.of(groups)).select(max(AgeGroup::people));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT max("age_group"."people") FROM (SELECT "person"."age", count(*) FROM "person" GROUP BY "person"."age") AS "age_group"("age", "people")"#,
    /// );
    /// ```
    ///
    /// An alias of a table names rows of that table in `FROM`:
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// alias!(Oldest = Person);
    ///
    /// let oldest = Oldest.of(select(Person).order_by(Person::age.desc()).limit(10));
    /// let query = from(oldest).select(Oldest.id);
    /// # assert_eq!(query.to_sql(), r#"SELECT "oldest"."id" FROM (SELECT "person"."id", "person"."age" FROM "person" ORDER BY "person"."age" DESC LIMIT 10) AS "oldest"("id", "age")"#);
    /// ```
    fn of<Q: ReturnsRows<Items: Fits<TableOf<Self::Source>>>>(self, query: Q) -> Bound<Self::Source, Q>;

    /// The table with one row of these expressions for each row of the tables before it in `FROM`: columns that are
    /// computed once and have a name, to be grouped by, filtered, ordered and selected. It costs nothing: the planner
    /// puts the expressions where their names stand.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # use piton::functions::lower;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
    /// #[derive(Cte)]
    /// struct Kind {
    ///     name: String,
    ///     decade: i32,
    /// }
    ///
    /// let query = from(Person)
    ///     .cross_join(Kind.computed((lower(Person::name), Person::age / 10)))
    ///     .group_by((Kind::name, Kind::decade))
    ///     .select((Kind::name, Kind::decade, count_all()))
    ///     .order_by(Kind::decade);
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "kind"."name", "kind"."decade", count(*) FROM "person" CROSS JOIN LATERAL (SELECT lower("person"."name"), "person"."age" / $1) AS "kind"("name", "decade") GROUP BY "kind"."name", "kind"."decade" ORDER BY "kind"."decade""#,
    /// );
    /// ```
    fn computed<P: Selectable<List = P>>(self, expressions: P) -> ComputedColumns<Self::Source, P>;
}

impl<T: Source> EntityMethods for Entity<T> {
    type Source = T;

    fn of<Q: ReturnsRows<Items: Fits<T::Table>>>(self, query: Q) -> Bound<T, Q> {
        Bound { query, options: super::cte::Options::default(), table: PhantomData }
    }

    fn computed<P: Selectable<List = P>>(self, expressions: P) -> ComputedColumns<T, P> {
        ComputedColumns::new(expressions)
    }
}

impl<T, Q> Bound<T, Q> {
    /// `LATERAL`: the query reads columns of the tables before it in `FROM`, which it marks with
    /// [`outer`](crate::expr::outer).
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)] struct FavoriteColor { #[column(primary_key)] id: i32, person_id: i32, color: String }
    /// alias!(Newest = FavoriteColor);
    ///
    /// let newest = select(FavoriteColor)
    ///     .filter(FavoriteColor::person_id.eq(outer(Person::id)))
    ///     .order_by(FavoriteColor::id.desc())
    ///     .limit(3);
    /// let query = select((Person::name, Newest.color)).cross_join(Newest.of(newest).lateral());
    /// # assert!(query.to_sql().contains("CROSS JOIN LATERAL (SELECT"));
    /// ```
    pub fn lateral(self) -> Lateral<T, Q> {
        Lateral(self)
    }
}

/// Writes a query as part of FROM: `(query) AS "name"("column", ..)`.
pub(super) fn write_derived<T: Source>(before: &'static str, query: impl ReturnsRows, out: &mut Statement) {
    out.text(before);
    out.nest(&query.into_statement());
    out.text(") AS ");
    out.push(Piece::Named(T::REF));
}
