//! What can be done with a relation.

use super::count::counted;
use super::exists::{every, exists};
use super::nest::nested;
use super::refine::{filtered, limited, ordered};
use super::{Counted, Kind, Nestable, OwnColumns, OwnRows, PerRow, Related, RowOrder, Several, Tail};
use crate::expr::{Condition, Orderable, RowCondition};
use crate::sql::Clause;
use crate::table::Source;

/// The tables that conditions on related rows can read: the one that the relation leads to, and the link table.
type Tables<R> = <<R as RelationMethods>::Kind as Kind<<R as RelationMethods>::To>>::Tables;

/// The relation `R` of another kind.
type OfKind<R, K> =
    Related<<R as RelationMethods>::From, <R as RelationMethods>::To, K, <R as RelationMethods>::With>;

/// The relation `R` with more said of its rows.
type Refined<R> = OfKind<R, <R as RelationMethods>::Kind>;

/// The relation `R` some of whose rows are left out.
type Filtered<R> = OfKind<R, <<R as RelationMethods>::Kind as Kind<<R as RelationMethods>::To>>::Filtered>;

/// The methods of relations.
pub trait RelationMethods: Sized {
    /// The table or alias that it begins at.
    type From: Source;
    /// The table or alias that it leads to.
    type To: Source;
    /// How many rows belong to one.
    type Kind: Kind<Self::To>;
    /// What belongs to the related rows.
    type With: Tail<Self::To>;

    /// The relation with nothing more said of it.
    #[doc(hidden)]
    fn related(self) -> Refined<Self>;

    /// Leaves out related rows for which the condition is not true; several filters are joined by `AND`.
    ///
    /// The condition reads the table that the relation leads to, and the link table if there is one. A relation to
    /// exactly one row becomes one to an `Option`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32, likes: i32 }
    /// # async fn example(db: &mut Connection, users: &[User]) -> Result<(), piton::Error> {
    /// let liked = User::posts.filter(Post::likes.gt(100)).order_by(Post::likes.desc()).limit(3);
    /// let posts: Vec<Vec<Post>> = db.load(users, liked).await?;
    /// # Ok(()) }
    /// ```
    fn filter<E: Condition<Tables<Self>, Bare = B> + RowCondition, B: OwnColumns + OwnRows>(
        self,
        condition: E,
    ) -> Filtered<Self> {
        filtered(self.related(), condition)
    }

    /// `ORDER BY items`, in place of the primary key. A second call adds items after those of the first.
    fn order_by<O: Orderable<Tables<Self>, Bare = B> + RowOrder<Tables<Self>>, B: OwnColumns + OwnRows>(
        self,
        items: O,
    ) -> Refined<Self>
    where
        Self::Kind: Several,
    {
        ordered(self.related(), items)
    }

    /// `LIMIT rows` for each: at most so many rows belong to one. A second call replaces the first.
    fn limit(self, rows: u32) -> Refined<Self>
    where
        Self::Kind: Several,
    {
        limited(self.related(), Clause::Limit, rows)
    }

    /// `OFFSET rows` for each: skips so many of the rows that belong to one. A second call replaces the first.
    fn offset(self, rows: u32) -> Refined<Self>
    where
        Self::Kind: Several,
    {
        limited(self.related(), Clause::Offset, rows)
    }

    /// Whether a related row satisfies the condition, which is never NULL: `EXISTS (SELECT ..)`.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32, likes: i32 }
    /// let query = select(User).filter(User::posts.any(Post::likes.gt(100)));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "user"."id" FROM "user" WHERE EXISTS (SELECT 1 FROM "post" WHERE "post"."author_id" = "user"."id" AND "post"."likes" > $1)"#,
    /// );
    /// ```
    fn any<E: Condition<Tables<Self>, Bare = B> + RowCondition, B: OwnColumns + OwnRows>(
        self,
        condition: E,
    ) -> PerRow<Self::From, bool> {
        exists(&filtered(self.related(), condition), true)
    }

    /// Whether no related row satisfies the condition: `NOT EXISTS (SELECT ..)`.
    fn none<E: Condition<Tables<Self>, Bare = B> + RowCondition, B: OwnColumns + OwnRows>(
        self,
        condition: E,
    ) -> PerRow<Self::From, bool> {
        exists(&filtered(self.related(), condition), false)
    }

    /// Whether the condition is true for every related row, as it is where there is none:
    /// `NOT EXISTS (SELECT .. WHERE (condition) IS NOT TRUE)`.
    fn every<E: Condition<Tables<Self>, Bare = B> + RowCondition, B: OwnColumns + OwnRows>(
        self,
        condition: E,
    ) -> PerRow<Self::From, bool> {
        every(self.related(), condition)
    }

    /// Whether there is a related row: `EXISTS (SELECT ..)`.
    fn exists(self) -> PerRow<Self::From, bool> {
        exists(&self.related(), true)
    }

    /// How many related rows there are: of each row that is loaded, or as an expression of a query.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32 }
    /// let query = select(User::id).filter(User::posts.count().gt(5));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "user"."id" FROM "user" WHERE (SELECT count(*) FROM "post" WHERE "post"."author_id" = "user"."id") > $1"#,
    /// );
    /// # async fn example(db: &mut Connection, users: &[User]) -> Result<(), piton::Error> {
    /// let counts: Vec<i64> = db.load(users, User::posts.count()).await?;
    /// # Ok(()) }
    /// ```
    fn count(self) -> Counted<Self::From> {
        counted(self.related())
    }

    /// The related rows as a part of what a query selects: a `Vec` beside each row, in the same statement.
    ///
    /// It is an array of rows, which the server collects for each row by itself, `ARRAY(SELECT ROW(..) ..)`, so that a
    /// `LIMIT` counts the rows of the query and not the related ones. The foreign key needs an index; without one, and for
    /// very many rows, [`load`](crate::Connection::load) costs the server less. A query of one table alone says
    /// [`with`](crate::query::Select::with), which also reads whole tables fast.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32 }
    /// let query = select((User, User::posts.nested())).limit(10);
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "user"."id", ARRAY(SELECT ROW("post"."id", "post"."author_id") FROM "post" WHERE "post"."author_id" = "user"."id" ORDER BY "post"."id") FROM "user" LIMIT 10"#,
    /// );
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// # let query = select((User, User::posts.nested())).limit(10);
    /// let users: Vec<(User, Vec<Post>)> = query.all(db).await?;
    /// # Ok(()) }
    /// ```
    fn nested<R: Nestable>(self) -> PerRow<Self::From, Vec<R>>
    where
        Self::Kind: Several,
        Self::With: Tail<Self::To, Row = R>,
    {
        nested(&self.related())
    }
}
