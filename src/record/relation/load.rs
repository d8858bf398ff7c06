//! `db.load(rows, relations)`

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::RelationsOf;
use crate::connection::{Batch, Executor};
use crate::error::{Error, Kind};
use crate::record::verbs;
use crate::table::Table;

/// What `load` takes first: a row by reference, or a slice, an array or a `Vec` of rows by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no rows of a table that are lent",
    label = "neither a row nor rows",
    note = "lend a row or rows: `load(&user, ..)`, `load(&users, ..)`"
)]
pub trait Parents {
    /// The table.
    type Table: Table;
    /// [`OneRow`] or [`EachRow`].
    type Arity: Arity;

    /// The rows.
    fn rows(&self) -> Vec<&Self::Table>;
}

/// What comes of one row or of several.
pub trait Arity {
    /// What comes of all, where `E` comes of each.
    type Output<E>;

    /// All of it.
    fn output<E>(each: Vec<E>) -> Option<Self::Output<E>>;
}

/// What belongs to one row.
#[derive(Debug)]
pub enum OneRow {}

/// What belongs to each row, in their order: a `Vec`.
#[derive(Debug)]
pub enum EachRow {}

impl Arity for OneRow {
    type Output<E> = E;

    fn output<E>(mut each: Vec<E>) -> Option<E> {
        each.pop()
    }
}

impl Arity for EachRow {
    type Output<E> = Vec<E>;

    fn output<E>(each: Vec<E>) -> Option<Vec<E>> {
        Some(each)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Table> Parents for &T {
    type Table = T;
    type Arity = OneRow;

    fn rows(&self) -> Vec<&T> {
        vec![self]
    }
}

macro_rules! several {
    ($([$($generics:tt)*] $rows:ty;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Parents for $rows {
            type Table = T;
            type Arity = EachRow;

            fn rows(&self) -> Vec<&T> {
                self.iter().collect()
            }
        }
    )+ };
}

several! {
    [T: Table] &[T];
    [T: Table] &Vec<T>;
    [T: Table, const N: usize] &[T; N];
}

/// Statements that load what belongs to rows, level by level.
pub trait Load: Batch + Unpin {
    /// What belongs to each row.
    type Each;

    /// Goes on to the next level, when the statements of this one have been executed, and says whether it has any.
    ///
    /// # Errors
    ///
    /// The rows cannot be told apart.
    fn advance(&mut self) -> Result<bool, Error>;

    /// Takes the result out.
    ///
    /// # Errors
    ///
    /// A row that must be there is not.
    fn finish(&mut self) -> Result<Vec<Self::Each>, Error>;
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
        impl<$($name: Load),+> Load for ($($name,)+) {
            type Each = ($($name::Each,)+);

            fn advance(&mut self) -> Result<bool, Error> {
                let ($($name,)+) = self;
                let mut more = false;
                $(more |= $name.advance()?;)+
                Ok(more)
            }

            fn finish(&mut self) -> Result<Vec<Self::Each>, Error> {
                let ($($name,)+) = self;
                $(let mut $name = $name.finish()?.into_iter();)+
                Ok(std::iter::from_fn(|| Some(($($name.next()?,)+))).collect())
            }
        }
    };
}

crate::for_each_tuple!(tuples);

/// The loading of related rows, as a future. Made by `db.load(rows, relations)`.
///
/// It may be dropped at any time: the executor finishes what it owes the server before its next use.
#[must_use = "nothing is loaded before the future is awaited"]
pub struct Loading<X: Executor, A, W> {
    db: X,
    progress: X::Progress,
    work: W,
    arity: PhantomData<fn() -> A>,
}

impl<X: Executor, A, W> Loading<X, A, W> {
    fn new(db: X, work: W) -> Self {
        Loading { db, progress: X::Progress::default(), work, arity: PhantomData }
    }
}

impl<X: Executor, A: Arity, W: Load> Future for Loading<X, A, W> {
    type Output = Result<A::Output<W::Each>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Loading { db, progress, work, .. } = self.get_mut();
        loop {
            if !work.is_empty() {
                ready!(db.poll_run_all(context, progress, work))?;
            }
            if !work.advance()? {
                break;
            }
            *progress = X::Progress::default();
        }
        Poll::Ready(work.finish().and_then(|each| A::output(each).ok_or_else(|| Error::new(Kind::NotFound))))
    }
}

impl<X: Executor, A, W: Batch> fmt::Debug for Loading<X, A, W> {
    /// The texts of the statements; parameters are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = (0..self.work.len()).map(|index| self.work.statement(index).0.to_sql());
        f.debug_list().entries(texts).finish()
    }
}

verbs! {
    /// Loads what belongs to a row, or to each of several: rows along a [relation](crate::record::relation), a count, or
    /// a tuple of these.
    ///
    /// Of one row the result is that of the relation: a `Vec`, an `Option` or one row. Of several it is a `Vec` of these in
    /// the order of the rows.
    ///
    /// A relation is one statement, for any number of rows, and all relations of a tuple go in one round trip; each level
    /// of [`with`](crate::record::relation::Relation::with) is one more. No rows: nothing is sent. Rows whose key is NULL
    /// have nothing that belongs to them. Of rows that are still to be read,
    /// [`select(..).with(..)`](crate::query::Select::with) needs one round trip.
    ///
    /// All keys are one parameter. Rows that refer to distinct integers or UUIDs are found by `= ANY`; all others are joined
    /// with the keys, which are numbered:
    ///
    /// ```sql
    /// SELECT "post"."id", "post"."author_id" FROM "post" WHERE "post"."author_id" = ANY($1) ORDER BY "post"."id"
    ///
    /// SELECT "the parent"."number", "user"."id" FROM unnest($1) WITH ORDINALITY AS "the parent"("key", "number")
    ///     JOIN "user" ON "user"."id" = "the parent"."key"
    /// ```
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] #[belongs_to(author)] author_id: i32 }
    /// # async fn example(db: &mut Connection, users: Vec<User>) -> Result<(), piton::Error> {
    /// let posts: Vec<Vec<Post>> = db.load(&users, User::posts).await?;
    /// let author: User = db.load(&posts[0][0], Post::author).await?;
    /// let (posts, count): (Vec<Post>, i64) = db.load(&author, (User::posts, User::posts.count())).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// A statement fails, or the row that a foreign key refers to is gone meanwhile: then
    /// [`is_not_found`](crate::Error::is_not_found) is true.
    fn load<P, A, L, W>(db, rows: P, relations: L) -> Loading<A, W>
    where
        (P: Parents<Arity = A>, L: RelationsOf<P::Table, Work = W>, A: Arity, W: Load)
    {
        let work = relations.begin(&rows.rows());
        Loading::new(db, work)
    }
}
