//! `db.upsert(rows)`

use super::insert::{Inserting, RowsWork, TableOf};
use super::verbs;
use crate::query::Insert;
use crate::query::rows::{AllGiven, IntoRows, NewRow};
use crate::table::{Keyed, Table};

/// Rows that are inserted or updated, as a future. Made by `db.upsert(rows)`.
pub type Upserting<X, I, M> = Inserting<X, RowsWork<I, M, TableOf<I, M>>>;

verbs! {
    /// Inserts rows, and where there is one with the same primary key updates it: all columns that are given.
    /// `ON CONFLICT ("id") DO UPDATE SET "name" = "excluded"."name"`.
    ///
    /// It takes one row or many, as [`insert`](crate::connection::Connection::insert) does, and returns the rows as they
    /// are now in the order given. Columns that are not given stay as they are where the row is there; so do those whose
    /// default the program computes. A `version` column counts on. A row without a value for an `auto` key is new.
    ///
    /// Of several rows with the same key the last one counts, and comes back; the others are left out. No rows: nothing
    /// is sent. For other columns than the primary key see [`Insert::on_conflict`](crate::query::Insert::on_conflict).
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Setting { #[column(primary_key)] name: String, value: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let setting: Setting = db.upsert(Setting::create().name("color").value("red")).await?;
    /// let all = ["a", "b"].map(|name| Setting::create().name(name).value("1"));
    /// let settings: Vec<Setting> = db.upsert(all).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`insert`](crate::connection::Connection::insert): also for a conflict by other columns.
    fn upsert<I, M, R>(db, rows: I) -> Upserting<I, M>
    where
        (I: IntoRows<M, Row = R>, R: NewRow<Needs: AllGiven, Table: Keyed>)
    {
        let key = <R::Table as Table>::DEFINITION.key.to_vec();
        Inserting::new(db, RowsWork::of(Insert::of(rows).upsert(key, None)))
    }
}
