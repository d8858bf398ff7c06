//! `db.insert_stream(rows)`

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::connection::{Connection, Pool, Transaction};
use crate::error::Error;
use crate::query::Insert;
use crate::query::rows::{AllGiven, NewRow, RowSet};
use crate::table::DatabaseTable;

/// Rows that are sent together, unless their values are longer than [`BYTES`].
const ROWS: usize = 10_000;

/// The bytes of values after which rows are sent.
const BYTES: usize = 1 << 20;

/// A `Stream`.
#[derive(Debug)]
pub enum Streamed {}

/// An iterator.
#[derive(Debug)]
pub enum Iterated {}

/// What `insert_stream` takes: a `Stream`, or an iterator.
///
/// `M` is [`Streamed`] or [`Iterated`]; the compiler infers it.
#[diagnostic::on_unimplemented(
    message = "expected a stream or an iterator of rows",
    label = "`{Self}` is neither",
    note = "give a `futures_core::Stream` or an iterator of rows that `Person::create()` makes"
)]
pub trait RowSource<M> {
    /// What it yields.
    type Item;
    /// The stream.
    type Stream: Stream<Item = Self::Item>;

    /// Makes the stream.
    fn into_stream(self) -> Self::Stream;
}

#[diagnostic::do_not_recommend]
impl<S: Stream> RowSource<Streamed> for S {
    type Item = S::Item;
    type Stream = S;

    fn into_stream(self) -> S {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> RowSource<Iterated> for I {
    type Item = I::Item;
    type Stream = Iterating<I::IntoIter>;

    fn into_stream(self) -> Iterating<I::IntoIter> {
        Iterating(self.into_iter())
    }
}

/// An iterator as a stream that is always ready.
#[derive(Debug)]
pub struct Iterating<I>(I);

// The iterator is never pinned.
impl<I> Unpin for Iterating<I> {}

impl<I: Iterator> Stream for Iterating<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.get_mut().0.next())
    }
}

/// Rows that wait to be sent.
struct Waiting<S> {
    rows: S,
    batch: RowSet,
}

impl<S: Stream<Item = Result<R, E>>, R: NewRow, E> Waiting<Pin<&mut S>> {
    /// Waits for the next rows to be sent, and says whether others may follow.
    async fn fill(&mut self) -> Result<bool, E> {
        while self.batch.len() < ROWS && self.batch.size() < BYTES {
            let Some(row) = poll_fn(|context| self.rows.as_mut().poll_next(context)).await else {
                return Ok(false);
            };
            self.batch.prepare(row?);
        }
        Ok(true)
    }

    fn take(&mut self) -> Insert<R> {
        Insert::of_set(std::mem::take(&mut self.batch))
    }

    /// Sends what waits, and all that follows, inside of a transaction.
    async fn insert(mut self, mut transaction: Transaction<'_>) -> Result<u64, E>
    where
        E: From<Error>,
    {
        let mut inserted = 0;
        let mut more = true;
        while more || self.batch.len() > 0 {
            inserted += self.take().execute(&mut transaction).await?;
            more = more && self.fill().await?;
        }
        transaction.commit().await?;
        Ok(inserted)
    }
}

/// Inserts rows from a stream. Of those that fit into one statement a transaction is not needed.
macro_rules! insert_rows {
    ($db:ident, $rows:ident) => {
        Box::pin(async move {
            let rows = pin!($rows);
            let mut waiting = Waiting { rows, batch: RowSet::default() };
            if waiting.fill().await? {
                waiting.insert($db.begin().await?).await
            } else {
                Ok(waiting.take().execute($db).await?)
            }
        })
    };
}

/// A stream of rows as one of results.
struct Infallible<S>(S);

impl<S: Stream<Item = R>, R> Stream for Infallible<Pin<Box<S>>> {
    type Item = Result<R, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|row| row.map(Ok))
    }
}

/// The insert of rows from a stream, as a future: it comes to how many they were. Made by `db.insert_stream(..)` and
/// `db.try_insert_stream(..)`.
// A type of its own, so that one mistake is one error: of an opaque type the compiler checks the bounds at each use.
#[must_use = "nothing is inserted before the future is awaited"]
pub struct InsertingStream<'d, E>(Pin<Box<dyn Future<Output = Result<u64, E>> + Send + 'd>>);

impl<E> Future for InsertingStream<'_, E> {
    type Output = Result<u64, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.get_mut().0.as_mut().poll(context)
    }
}

impl<E> fmt::Debug for InsertingStream<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InsertingStream").finish_non_exhaustive()
    }
}

/// Defines verbs as [`verbs`](super::verbs) does, whose future is boxed.
macro_rules! streams {
    ($(
        $(#[$meta:meta])*
        fn $name:ident<$($generic:ident),*>($db:ident, $rows:ident: $ty:ty) -> $future:ident<$error:ty>
        where ($($bounds:tt)*)
        $body:block
    )+) => {
        streams! { @on [Connection, &'d mut Self] $($(#[$meta])* fn $name<$($generic),*>($db, $rows: $ty) -> $future<$error> where ($($bounds)*) $body)+ }
        streams! { @on [Transaction<'_>, &'d mut Self] $($(#[$meta])* fn $name<$($generic),*>($db, $rows: $ty) -> $future<$error> where ($($bounds)*) $body)+ }
        streams! { @on [Pool, &'d Self] $($(#[$meta])* fn $name<$($generic),*>($db, $rows: $ty) -> $future<$error> where ($($bounds)*) $body)+ }
    };
    (@on [$executor:ty, $self:ty] $(
        $(#[$meta:meta])*
        fn $name:ident<$($generic:ident),*>($db:ident, $rows:ident: $ty:ty) -> $future:ident<$error:ty>
        where ($($bounds:tt)*)
        $body:block
    )+) => {
        impl $executor {
            $(
                $(#[$meta])*
                pub fn $name<'d, $($generic),*>(self: $self, $rows: $ty) -> $future<'d, $error>
                where
                    $($bounds)*
                {
                    let $db = self;
                    $body
                }
            )+
        }
    };
}

streams! {
    /// Inserts rows from a `Stream` or an iterator in bounded memory, and returns how many they were: rows are sent when
    /// there are ten thousand of them, or a mebibyte of values.
    ///
    /// All of them are inserted or none: where they are more than one statement, they are sent inside of a transaction,
    /// or a savepoint. No rows: nothing is sent. A future that is dropped has inserted all rows, or none.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Line { #[column(primary_key)] number: i64, text: String }
    /// # async fn example(db: &mut Connection, text: String) -> Result<(), piton::Error> {
    /// let lines = text.lines().zip(1..).map(|(text, number)| Line::create().number(number).text(text));
    /// let inserted: u64 = db.insert_stream(lines).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// The future's error is one as of `insert`, or of beginning or committing a transaction.
    fn insert_stream<S, M, R>(db, rows: S) -> InsertingStream<Error>
    where
        (S: RowSource<M, Item = R, Stream: Send + 'd>, R: NewRow<Needs: AllGiven, Table: DatabaseTable> + 'd)
    {
        let rows = Infallible(Box::pin(rows.into_stream()));
        InsertingStream(insert_rows!(db, rows))
    }

    /// As `insert_stream`, of a stream that can fail: then nothing is inserted, and its error is returned.
    fn try_insert_stream<S, M, R, E>(db, rows: S) -> InsertingStream<E>
    where
        (S: RowSource<M, Item = Result<R, E>, Stream: Send + 'd>, R: NewRow<Needs: AllGiven, Table: DatabaseTable> + 'd, E: From<Error> + Send + 'd)
    {
        let rows = rows.into_stream();
        InsertingStream(insert_rows!(db, rows))
    }
}
