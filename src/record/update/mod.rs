//! `db.update(..)`

mod many;
mod one;
mod patch;
pub(super) mod statement;
mod versions;

use std::marker::PhantomData;

pub use many::UpdateObjects;
pub use one::UpdateObject;
pub use patch::{UpdatePatch, UpdatePatches};

use super::changing::Changing;
use super::tracked::Tracked;
use super::verbs;
use crate::connection::Work;
use crate::query::rows::Changes;
use crate::table::Keyed;

/// What `db.update` takes: a tracked object, or any number of them, or a patch, or any number of these.
///
/// `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "expected tracked objects or patches to update",
    label = "`{Self}` is neither",
    note = "track an object before it is changed, `let mut person = person.track()`, and give `&mut person`; or change a row by its key: `Person::patch(1).age(30)`"
)]
pub trait Updatable<M> {
    /// What executes the statements.
    type Work: Work;

    /// Makes the statements.
    fn into_work(self) -> Self::Work;
}

/// A tracked object.
#[derive(Debug)]
pub struct OneObject<T>(PhantomData<T>);

/// Any number of tracked objects.
#[derive(Debug)]
pub struct ManyObjects<T>(PhantomData<T>);

/// A patch.
#[derive(Debug)]
pub enum OnePatch {}

/// Any number of patches.
#[derive(Debug)]
pub struct ManyPatches<P>(PhantomData<P>);

#[diagnostic::do_not_recommend]
impl<'t, T: Keyed> Updatable<OneObject<T>> for &'t mut Tracked<T> {
    type Work = UpdateObject<'t, T, ()>;

    fn into_work(self) -> Self::Work {
        UpdateObject::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'t, T: Keyed, I: IntoIterator<Item = &'t mut Tracked<T>>> Updatable<ManyObjects<&'t mut T>> for I {
    type Work = UpdateObjects<'t, T>;

    fn into_work(self) -> Self::Work {
        UpdateObjects::new(self.into_iter().collect())
    }
}

#[diagnostic::do_not_recommend]
impl<P: Changes<Table: Keyed>> Updatable<OnePatch> for P {
    type Work = UpdatePatch<P, P::Table>;

    fn into_work(self) -> Self::Work {
        UpdatePatch::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<P: Changes<Table: Keyed>, I: IntoIterator<Item = P>> Updatable<ManyPatches<P>> for I {
    type Work = UpdatePatches<P>;

    fn into_work(self) -> Self::Work {
        UpdatePatches::new(self)
    }
}

verbs! {
    /// Updates rows by their primary keys: a tracked object, or any number of them, or a patch, or any number of these.
    ///
    /// | given | written | result |
    /// |---|---|---|
    /// | `&mut person`, [tracked](crate::record::Track::track) | the columns that were changed | `()`, or an error where the row is gone |
    /// | `&mut people`, an iterator of `&mut Tracked<Person>` | likewise, of each | how many rows were there |
    /// | `Person::patch(1).age(30)` | the columns that are given | the row as it is now, or an error where there is none |
    /// | patches in a `Vec`, an array, an iterator | likewise, of each | how many rows were there |
    ///
    /// [`only_if`](crate::record::Changing::only_if) also requires a condition of each row.
    ///
    /// Where nothing was changed, nothing is sent. Any number of rows is one statement for each set of columns, with one
    /// array a column: `UPDATE "person" SET "name" = u._1 FROM (SELECT unnest($1) AS _0, unnest($2) AS _1) AS u WHERE
    /// "person"."id" = u._0`. Everything goes in one round trip, and all of it happens or nothing. Where several objects
    /// or patches are about the same row, they are written one after the other: the last wins. Keys are
    /// those of one row here if their binary forms are the same.
    ///
    /// An object is as in the database when the update has succeeded. Until then, and where its row is gone, it stays
    /// changed. What the database makes of a value, as by rounding or a trigger, is seen after a
    /// [refresh](crate::connection::Connection::refresh).
    ///
    /// # Versions and times
    ///
    /// A column with `#[column(version)]` is counted on by every update, and the row must have the version of the object:
    /// otherwise nothing is written, and the error is one for which [`is_stale`](crate::Error::is_stale) is true. This also
    /// holds for a patch that is given a version, where it is updated alone; of many, a patch whose version is another
    /// one is left out. A column with `#[column(auto_now)]` is set to `now()`, unless it was changed, too. Both are
    /// read back into the object.
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
    /// # async fn example(db: &mut Connection, people: Vec<Person>) -> Result<(), piton::Error> {
    /// let mut people: Vec<_> = people.into_iter().map(Track::track).collect();
    /// for person in &mut people {
    ///     person.age += 1;
    /// }
    /// let updated: u64 = db.update(&mut people).await?;
    ///
    /// // Without loading the row.
    /// let alice: Person = db.update(Person::patch(1).name("Alice").age(Person::age + 1)).await?;
    /// let updated: u64 = db.update([Person::patch(1).age(31), Person::patch(2).age(41)]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// A row that must be there is not ([`is_not_found`](crate::Error::is_not_found)), or has another version; the primary
    /// key of an object was changed, and then nothing is sent; a patch sets no column, and its row is asked for; the
    /// server refuses a row; or the connection breaks.
    fn update<I, M, W>(db, rows: I) -> Changing<W>
    where
        (I: Updatable<M, Work = W>, W: Work)
    {
        Changing::new(db, rows.into_work())
    }
}
