//! `COPY (query) TO STDOUT`

use super::{RawQuery, Select};
use crate::connection::{CopyOutRows, Streams};
use crate::error::Error;
use crate::expr::{Grouping, Project};
use crate::value::Row;

impl<P, S, G> Select<P, S, G> {
    /// Runs the query by `COPY`, which is the fastest way to read very many rows, and hands them out one by one.
    ///
    /// A query with bound values is refused, because COPY takes no parameters: write them as
    /// [`constant`](crate::expr::constant), or use [`stream`](Select::stream).
    ///
    /// ```no_run
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// let mut people = select(Person).copy_out(db).await?;
    /// while let Some(person) = people.try_next().await? {
    ///     println!("{}", person.name);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The query has parameters. A type of the result is not the type that its rows are decoded to. The server refuses
    /// the query.
    pub async fn copy_out<R: Row>(self, db: &mut impl Streams) -> Result<CopyOutRows<'_, R>, Error>
    where
        P: Project<S, Row = R>,
        G: Grouping<P::Aggregates, P::Bare>,
    {
        db.place().copy_out_rows(&self.statement, P::describe).await
    }
}

impl RawQuery {
    /// Runs a query by `COPY`, see [`Select::copy_out`]. The text is that of the query alone.
    ///
    /// # Errors
    ///
    /// As [`Select::copy_out`].
    pub async fn copy_out<R: Row>(self, db: &mut impl Streams) -> Result<CopyOutRows<'_, R>, Error> {
        db.place().copy_out_rows(&self.statement, R::describe).await
    }
}
