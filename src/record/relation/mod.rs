//! Relations between tables, named by the user and found from the foreign keys.
//!
//! They are declared on the struct, and are constants of it: no field is added, and nothing is loaded unless it is asked
//! for.
//!
//! ```
//! use piton::prelude::*;
//!
//! #[derive(Table, Debug, Clone, PartialEq)]
//! #[has_many(posts: Post)]
//! #[has_one(profile: Profile)]
//! struct User {
//!     #[column(primary_key, auto)]
//!     id: i32,
//!     name: String,
//! }
//!
//! #[derive(Table, Debug, Clone, PartialEq)]
//! #[has_many(tags: Tag, through = PostTag)]
//! struct Post {
//!     #[column(primary_key, auto)]
//!     id: i32,
//!     #[column(references = User::id, on_delete = cascade, index)]
//!     #[belongs_to(author)]
//!     author_id: i32,
//!     title: String,
//!     published: bool,
//! }
//!
//! #[derive(Table, Debug, Clone, PartialEq)]
//! struct Profile {
//!     #[column(primary_key, references = User::id)]
//!     #[belongs_to(user)]
//!     user_id: i32,
//!     text: String,
//! }
//!
//! #[derive(Table, Debug, Clone, PartialEq)]
//! struct Tag {
//!     #[column(primary_key)]
//!     name: String,
//! }
//!
//! #[derive(Table, Debug, Clone, PartialEq)]
//! struct PostTag {
//!     #[column(primary_key, references = Post::id)]
//!     post_id: i32,
//!     #[column(primary_key, references = Tag::name)]
//!     tag: String,
//! }
//!
//! # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
//! // Rows that are there already: one statement for each relation, all of them in one round trip.
//! let users: Vec<User> = select(User).all(&mut *db).await?;
//! let posts: Vec<Vec<Post>> = db.load(&users, User::posts).await?;
//! let (posts, profile): (Vec<Post>, Option<Profile>) = db.load(&users[0], (User::posts, User::profile)).await?;
//! let authors: Vec<User> = db.load(&posts, Post::author).await?;
//!
//! // Several levels, one round trip each; the newest three posts of each user; how many there are.
//! let posts: Vec<Vec<(Post, Vec<Tag>)>> = db.load(&users, User::posts.with(Post::tags)).await?;
//! let newest: Vec<Vec<Post>> = db.load(&users, User::posts.order_by(Post::id.desc()).limit(3)).await?;
//! let counts: Vec<i64> = db.load(&users, User::posts.filter(Post::published.eq(true)).count()).await?;
//!
//! // Rows of a query with what belongs to them, in one round trip.
//! let users: Vec<(User, Vec<Post>)> = select(User).order_by(User::name).with(User::posts).all(&mut *db).await?;
//! let deep: Vec<(User, Vec<(Post, Vec<Tag>)>)> =
//!     select(User).limit(10).with(User::posts.with(Post::tags)).all(&mut *db).await?;
//!
//! // The same among other things that a query selects.
//! let rows: Vec<(String, i64, Vec<Post>)> =
//!     select((User::name, User::posts.count(), User::posts.limit(3).nested())).all(&mut *db).await?;
//!
//! // Joins and conditions along relations.
//! let rows: Vec<(Post, User)> = select((Post, User)).join_along(Post::author).all(&mut *db).await?;
//! let writers: Vec<User> =
//!     select(User).filter(User::posts.any(Post::published.eq(true))).all(&mut *db).await?;
//! # Ok(()) }
//! ```
//!
//! # Declarations
//!
//! | on | attribute | the constant leads to |
//! |---|---|---|
//! | a field with `references` | `#[belongs_to(author)]` | the row that it refers to; an `Option` where the field is one |
//! | the struct | `#[has_many(posts: Post)]` | the rows of `Post` that refer to this one |
//! | the struct | `#[has_one(profile: Profile)]` | the one row that refers to this one, if there is one; its column is `unique` |
//! | the struct | `#[has_many(tags: Tag, through = PostTag)]` | the rows that rows of a link table connect with this one |
//!
//! Where several foreign keys lead to the table, the one is named: `by = author_id`. In a link table `by` refers to this
//! table and `to` to the other one: `#[has_many(followed: User, through = Follow, by = follower_id, to = followed_id)]`.
//!
//! A foreign key is one column. The same relations begin at an alias, `Manager.reports`, and lead to one with
//! [`to`](Relation::to): `Person::reports.to(Report)`.
//!
//! # Which way to load
//!
//! | | round trips | takes | returns |
//! |---|---|---|---|
//! | [`db.load(rows, ..)`](crate::Connection::load) | one a level | rows that are there | what belongs to each |
//! | [`select(User).with(..)`](crate::query::Select::with) | one | a query of one table | rows with what belongs to each |
//! | [`User::posts.nested()`](RelationMethods::nested) | one | its place among what is selected | a `Vec` in each row |
//! | [`join_along(..)`](crate::query::Select::join_along) | one | a query | a row for each pair |
//!
//! The number of statements never depends on the number of rows.
//!
//! # Order
//!
//! Several rows come in the order of their primary key, unless [`order_by`](RelationMethods::order_by) says another.

mod count;
mod exists;
mod join;
mod keys;
mod kind;
mod level;
mod link;
mod load;
mod methods;
mod nest;
mod path;
mod per_row;
mod refine;
mod relations_of;
mod select;
mod whole;

use std::fmt;
use std::marker::PhantomData;

use crate::table::{Entity, Field, Source, Table};

pub use count::{Counted, Counting};
pub use kind::{AliasOf, Joins, Kind, Nestable, Owner, Several, Through, ToMany, ToOne, ToOption};
pub use level::{Alone, Besides, Level, NoLevel, Tail};
pub use link::Link;
pub use load::{Arity, EachRow, Load, Loading, OneRow, Parents};
pub use methods::RelationMethods;
pub use path::Nest;
pub use per_row::PerRow;
pub use refine::{OwnColumns, OwnRows, Related, RowOrder};
pub use relations_of::{Branch, RelationsOf};
pub use select::{AllRelated, SelectWith, SelectsTable};
pub use whole::{NoWhole, WholeLevel, WholeTables};

use path::{Path, path};

/// A relation of the rows of `S` to those of `T`, such as `User::posts`: a constant of a struct that declares it.
///
/// See [the module](self). The kind `K` says how many rows belong to one: [`ToMany`], [`ToOption`], [`ToOne`], and
/// [`Through`] a link table.
pub struct Relation<S, T, K> {
    link: Link,
    types: PhantomData<fn(S, T, K)>,
}

impl<S, T, K> Clone for Relation<S, T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, T, K> Copy for Relation<S, T, K> {}

impl<S: Source, T: Source, K> fmt::Debug for Relation<S, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Relation({} -> {})", S::REF.source, T::REF.source)
    }
}

impl<S, T, K> Relation<S, T, K> {
    const fn new(link: Link) -> Self {
        Relation { link, types: PhantomData }
    }

    /// What is wrong with the declaration, see [`Link`].
    #[doc(hidden)]
    #[must_use]
    pub const fn problem(&self) -> u8 {
        self.link.problem
    }

    /// The same relation from another source of the same table.
    #[doc(hidden)]
    #[must_use]
    pub const fn of<S2>(self) -> Relation<S2, T, K> {
        Relation::new(self.link)
    }

    /// The same relation to an alias of its table, so that a query can read the table twice.
    ///
    /// ```
    /// use piton::prelude::*;
    ///
    /// #[derive(Table)]
    /// #[has_many(reports: Person)]
    /// struct Person {
    ///     #[column(primary_key)]
    ///     id: i32,
    ///     name: String,
    ///     #[column(references = Person::id)]
    ///     #[belongs_to(manager)]
    ///     manager_id: Option<i32>,
    /// }
    ///
    /// alias!(Manager = Person);
    ///
    /// let query = select((Person::name, Manager.name)).join_along(Person::manager.to(Manager));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "person"."name", "manager"."name" FROM "person" JOIN "person" AS "manager" ON "manager"."id" = "person"."manager_id""#,
    /// );
    /// ```
    #[must_use]
    pub const fn to<A: AliasOf<T>>(self, _: Entity<A>) -> Relation<S, A, K> {
        Relation::new(self.link)
    }
}

impl<S: Source, T: Source, K: Kind<T>> Relation<S, T, K> {
    /// The names that the numbers of columns stand for.
    fn path(self) -> Path {
        path::<S, T, K>(self.link)
    }
}

/// `#[has_many(posts: Post)]`
#[doc(hidden)]
#[must_use]
pub const fn has_many<S: Table, T: Table>() -> Relation<S, T, ToMany> {
    Relation::new(Link::referring(T::DEFINITION, S::DEFINITION, None))
}

/// `#[has_many(posts: Post, by = author_id)]`
#[doc(hidden)]
#[must_use]
pub const fn has_many_by<S: Table, T: Table, C: Field>(
    _: crate::table::Column<T, C>,
) -> Relation<S, T, ToMany> {
    Relation::new(Link::referring(T::DEFINITION, S::DEFINITION, Some(C::NUMBER)))
}

/// `#[has_one(profile: Profile)]`
#[doc(hidden)]
#[must_use]
pub const fn has_one<S: Table, T: Table>() -> Relation<S, T, ToOption> {
    Relation::new(Link::one_referring(T::DEFINITION, S::DEFINITION, None))
}

/// `#[has_one(profile: Profile, by = user_id)]`
#[doc(hidden)]
#[must_use]
pub const fn has_one_by<S: Table, T: Table, C: Field>(
    _: crate::table::Column<T, C>,
) -> Relation<S, T, ToOption> {
    Relation::new(Link::one_referring(T::DEFINITION, S::DEFINITION, Some(C::NUMBER)))
}

/// `#[belongs_to(author)]`: the kind follows from the column, which can be NULL or cannot.
#[doc(hidden)]
#[must_use]
pub const fn belongs_to<S: Table, T: Table, C: Field, K>() -> Relation<S, T, K> {
    Relation::new(Link::referred(S::DEFINITION, T::DEFINITION, C::NUMBER))
}

/// The relation that a foreign key makes.
pub type BelongsTo<S, T, C> =
    Relation<S, T, <<<C as Field>::Type as crate::table::ColumnType>::Null as Owner>::Kind>;

/// `#[has_many(tags: Tag, through = PostTag)]`; a column that is not named is `None`.
#[doc(hidden)]
#[must_use]
pub const fn through<S: Table, T: Table, L: Table>(
    by: Option<usize>,
    to: Option<usize>,
) -> Relation<S, T, Through<L>> {
    Relation::new(Link::through(S::DEFINITION, L::DEFINITION, T::DEFINITION, by, to))
}

/// The number of a column that an attribute names.
#[doc(hidden)]
#[must_use]
pub const fn number<T: Table, C: Field>(_: crate::table::Column<T, C>) -> Option<usize> {
    Some(C::NUMBER)
}
