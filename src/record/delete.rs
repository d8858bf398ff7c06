//! `db.delete(..)`

use std::fmt;
use std::marker::PhantomData;

use super::changing::{Changing, Guard};
use super::key::{KeyOf, keys, keys_of, put_column, put_condition, put_key};
use super::object::Deletable;
use super::update::statement::alias;
use super::update::{ManyObjects, OneObject};
use super::verbs;
use crate::connection::{Batch, Outcome, Sink, Work};
use crate::error::Error;
use crate::query::Affected;
use crate::query::rows::{Group, RowSet, numbered};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Keyed, Source, Table};
use crate::value::Shape;

/// What `db.delete` takes: a reference to a row, or a tracked object, or any number of either.
///
/// `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be deleted",
    label = "neither rows nor tracked objects",
    note = "give `&person`, `&people` or tracked objects; or delete by keys: `db.delete_key::<Person>(1)`"
)]
pub trait Deletables<M> {
    /// The table.
    type Table;
    /// What executes the statement.
    type Work: Work;

    /// Makes the statement.
    fn into_work(self) -> Self::Work;
}

#[diagnostic::do_not_recommend]
impl<O: Deletable> Deletables<OneObject<O>> for O {
    type Table = O::Table;
    type Work = DeleteObjects<O>;

    fn into_work(self) -> Self::Work {
        DeleteObjects::new(vec![self])
    }
}

#[diagnostic::do_not_recommend]
impl<O: Deletable, I: IntoIterator<Item = O>> Deletables<ManyObjects<O>> for I {
    type Table = O::Table;
    type Work = DeleteObjects<O>;

    fn into_work(self) -> Self::Work {
        DeleteObjects::new(self.into_iter().collect())
    }
}

/// The statements that delete rows with these keys.
fn statements<T: Table>(keys: RowSet) -> Vec<Statement> {
    match keys.len() {
        1 => keys.groups().iter().map(delete_one::<T>).collect(),
        _ => keys.into_groups().into_iter().map(delete_many::<T>).collect(),
    }
}

fn delete_one<T: Table>(key: &Group) -> Statement {
    let mut statement = start::<T>();
    statement.part(Clause::Where, |out| put_key::<T>(key, out));
    statement
}

fn start<T: Table>() -> Statement {
    let mut statement = Statement::new();
    statement.part(Clause::Delete, |out| out.push(Piece::Table(<T as Source>::REF)));
    statement
}

/// `WHERE "person"."id" = ANY($1)`; by several columns `USING (SELECT unnest($1) AS _0, ..) AS u WHERE ..`
fn delete_many<T: Table>(mut keys: Group) -> Statement {
    let mut statement = start::<T>();
    let rows = keys.rows.len();
    if let [cells] = keys.columns.as_mut_slice()
        && !cells.is_array()
    {
        statement.part(Clause::Where, |out| {
            put_column::<T>(cells.def.name, out);
            out.text(" = ANY(");
            cells.put_array(rows, out);
            out.text(")");
        });
        return statement;
    }
    let alias = alias::<T>();
    statement.part(Clause::Using, |out| {
        out.text("(");
        keys.put_values(false, out);
        out.text(") AS ");
        out.text(alias.name);
    });
    statement.part(Clause::Where, |out| {
        put_condition::<T>(|_, column, out| numbered(out, alias.column, column), out);
    });
    statement
}

/// The deletion of objects, which comes to how many rows were there.
pub struct DeleteObjects<O> {
    objects: Vec<O>,
    count: Affected,
    /// Whether rows can be left because of a condition.
    guarded: bool,
    failed: Option<Error>,
}

// Objects are never pinned, whatever they are.
impl<O> Unpin for DeleteObjects<O> {}

impl<O: Deletable> DeleteObjects<O> {
    fn new(objects: Vec<O>) -> Self {
        let rows = objects.iter().map(Deletable::row).collect::<Result<Vec<_>, Error>>();
        let (statements, failed) = match rows {
            Ok(rows) => (statements::<O::Table>(keys_of(rows)), None),
            Err(error) => (Vec::new(), Some(error)),
        };
        DeleteObjects { objects, count: Affected::new(statements), guarded: false, failed }
    }
}

impl<O: Deletable> Guard for DeleteObjects<O> {
    type Table = O::Table;
    type Guarded = Self;

    fn guarded(mut self, guard: &Statement) -> Self {
        self.count.restrict(guard);
        self.guarded = true;
        self
    }
}

impl<O: Send> Batch for DeleteObjects<O> {
    fn len(&self) -> usize {
        self.count.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.count.statement(index)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        self.count.sink(index)
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.count.done(index, outcome)
    }
}

impl<O: Deletable> Work for DeleteObjects<O> {
    type Output = u64;

    fn finish(&mut self) -> Result<u64, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let deleted = self.count.finish()?;
        if !self.guarded || usize::try_from(deleted) == Ok(self.objects.len()) {
            self.objects.iter_mut().for_each(Deletable::deleted);
        }
        Ok(deleted)
    }
}

impl<O> fmt::Debug for DeleteObjects<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteObjects").field("objects", &self.objects.len()).finish_non_exhaustive()
    }
}

/// The deletion of rows of the table `T` by their keys, which comes to how many were there.
pub struct DeleteKeys<T> {
    count: Affected,
    table: PhantomData<fn() -> T>,
}

impl<T: Keyed> DeleteKeys<T> {
    fn new<K: KeyOf<T>>(gone: impl IntoIterator<Item = K>) -> Self {
        DeleteKeys { count: Affected::new(statements::<T>(keys(gone))), table: PhantomData }
    }
}

impl<T: Keyed> Guard for DeleteKeys<T> {
    type Table = T;
    type Guarded = Self;

    fn guarded(mut self, guard: &Statement) -> Self {
        self.count.restrict(guard);
        self
    }
}

impl<T> Batch for DeleteKeys<T> {
    fn len(&self) -> usize {
        self.count.len()
    }

    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        self.count.statement(index)
    }

    fn sink(&mut self, index: usize) -> &mut dyn Sink {
        self.count.sink(index)
    }

    fn done(&mut self, index: usize, outcome: Outcome) -> Result<(), Error> {
        self.count.done(index, outcome)
    }
}

impl<T> Work for DeleteKeys<T> {
    type Output = u64;

    fn finish(&mut self) -> Result<u64, Error> {
        self.count.finish()
    }
}

impl<T> fmt::Debug for DeleteKeys<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DeleteKeys").field(&self.count).finish()
    }
}

verbs! {
    /// Deletes rows by the primary keys of objects: a reference to a row, a tracked object, `&mut` or as a whole, or any
    /// number of these. The result is how many rows were there.
    ///
    /// Any number of rows is one statement: `DELETE FROM "person" WHERE "person"."id" = ANY($1)`. No objects: nothing is
    /// sent. A `version` is not compared; [`only_if`](crate::record::Changing::only_if) can do that. Changes of a tracked
    /// object that were not written count as done with.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, owner_id: i32 }
    /// # async fn example(db: &mut Connection, people: Vec<Person>, tracked: Tracked<Person>) -> Result<(), piton::Error> {
    /// db.delete(&people[0]).await?;
    /// let deleted: u64 = db.delete(&people).await?;
    /// let deleted: u64 = db.delete(tracked).only_if(Person::owner_id.eq(7)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The primary key of a tracked object was changed, and then nothing is sent; another row refers to one of these
    /// ([`is_foreign_key_violation`](crate::Error::is_foreign_key_violation)); or the connection breaks.
    fn delete<I, M, W>(db, objects: I) -> Changing<W>
    where
        (I: Deletables<M, Work = W, Table: Keyed>, W: Work)
    {
        Changing::new(db, objects.into_work())
    }

    /// Deletes the row with this primary key. The result is how many rows were there: 0 or 1.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Seat { #[column(primary_key)] row: String, #[column(primary_key)] number: i32 }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let deleted: u64 = db.delete_key::<Seat>(("a", 7)).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`delete`](crate::connection::Connection::delete).
    fn delete_key<T>(db, key: impl KeyOf<T>) -> Changing<DeleteKeys<T>>
    where
        (T: Keyed)
    {
        Changing::new(db, DeleteKeys::new([key]))
    }

    /// Deletes the rows with these primary keys, in one statement. The result is how many rows were there. No keys:
    /// nothing is sent.
    ///
    /// # Errors
    ///
    /// As [`delete`](crate::connection::Connection::delete).
    fn delete_keys<T>(db, keys: impl IntoIterator<Item: KeyOf<T>>) -> Changing<DeleteKeys<T>>
    where
        (T: Keyed)
    {
        Changing::new(db, DeleteKeys::new(keys))
    }
}
