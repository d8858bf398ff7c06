//! `db.refresh(..)`

use std::fmt;

use super::get::select_keys;
use super::key::keys_of;
use super::object::Object;
use super::update::{ManyObjects, OneObject};
use super::verbs;
use crate::connection::{Batch, Collect, Outcome, RunAll, Sink, Work};
use crate::error::{Error, Kind};
use crate::sql::Statement;
use crate::table::Keyed;
use crate::value::{Row, Shape};

/// What `db.refresh` takes: a mutable reference to an object, or any number of them.
///
/// `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be refreshed",
    label = "not objects that can be written into",
    note = "give `&mut person` or `&mut people`, of a table with a primary key"
)]
pub trait Refreshable<M> {
    /// The table.
    type Table;
    /// What executes the statement.
    type Work: Work;

    /// Makes the statement.
    fn into_work(self) -> Self::Work;
}

#[diagnostic::do_not_recommend]
impl<'o, O: Object> Refreshable<OneObject<O>> for &'o mut O {
    type Table = O::Table;
    type Work = RefreshObjects<'o, O, ()>;

    fn into_work(self) -> Self::Work {
        RefreshObjects::new(vec![self], |found| if found == 0 { Err(Kind::NotFound) } else { Ok(()) })
    }
}

#[diagnostic::do_not_recommend]
impl<'o, O: Object + 'o, I: IntoIterator<Item = &'o mut O>> Refreshable<ManyObjects<&'o mut O>> for I {
    type Table = O::Table;
    type Work = RefreshObjects<'o, O, u64>;

    fn into_work(self) -> Self::Work {
        RefreshObjects::new(self.into_iter().collect(), Ok)
    }
}

/// The refresh of objects, which comes to `R`.
pub struct RefreshObjects<'o, O: Object, R> {
    objects: Vec<&'o mut O>,
    statements: Vec<Statement>,
    rows: Collect<Option<O::Table>>,
    failed: Option<Error>,
    output: fn(u64) -> Result<R, Kind>,
}

// Rows are never pinned, whatever they are.
impl<O: Object, R> Unpin for RefreshObjects<'_, O, R> {}

impl<'o, O: Object, R> RefreshObjects<'o, O, R> {
    fn new(objects: Vec<&'o mut O>, output: fn(u64) -> Result<R, Kind>) -> Self {
        let (statements, failed) = match select(&objects) {
            Ok(statements) => (statements, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        RefreshObjects { objects, statements, rows: Collect::default(), failed, output }
    }
}

/// The statements, which return the rows in the order of the objects.
fn select<O: Object>(objects: &[&mut O]) -> Result<Vec<Statement>, Error> {
    let rows = objects.iter().map(|object| object.row()).collect::<Result<Vec<_>, Error>>()?;
    Ok(select_keys::<O::Table>(keys_of(rows)))
}

impl<O: Object, R> Batch for RefreshObjects<'_, O, R> {
    fn len(&self) -> usize {
        self.statements.len()
    }

    #[allow(clippy::indexing_slicing, reason = "the index is below `len`")]
    fn statement(&self, index: usize) -> (&Statement, fn(&mut Shape)) {
        (&self.statements[index], <O::Table as Row>::describe)
    }

    fn sink(&mut self, _: usize) -> &mut dyn Sink {
        &mut self.rows
    }

    fn done(&mut self, _: usize, _: Outcome) -> Result<(), Error> {
        Ok(())
    }
}

impl<O: Object, R> Work for RefreshObjects<'_, O, R> {
    type Output = R;

    fn finish(&mut self) -> Result<R, Error> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut found = 0;
        for (object, row) in self.objects.iter_mut().zip(std::mem::take(&mut self.rows.0)) {
            if let Some(row) = row {
                object.refill(row);
                found += 1;
            }
        }
        (self.output)(found).map_err(Error::new)
    }
}

impl<O: Object, R> fmt::Debug for RefreshObjects<'_, O, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshObjects").field("objects", &self.objects.len()).finish_non_exhaustive()
    }
}

verbs! {
    /// Reads objects anew: an object, tracked or not, or any number of them, each by its primary key. Changes that were
    /// not written are lost. Fields that are no columns stay.
    ///
    /// Of one object the result is `()`, or an error where its row is gone; of many it is how many rows were there. An
    /// object whose row is gone stays as it is. Any number of objects is one statement; no objects: nothing is sent.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String }
    /// # async fn example(db: &mut Connection, mut people: Vec<Tracked<Person>>) -> Result<(), piton::Error> {
    /// db.refresh(&mut people[0]).await?;
    /// let found: u64 = db.refresh(&mut people).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The row of the only object is gone ([`is_not_found`](crate::Error::is_not_found)); the primary key of a tracked
    /// object was changed, and then nothing is sent; or the connection breaks.
    fn refresh<I, M, W>(db, objects: I) -> RunAll<W>
    where
        (I: Refreshable<M, Work = W, Table: Keyed>, W: Work)
    {
        RunAll::new(db, objects.into_work())
    }
}
