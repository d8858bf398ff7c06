//! Comparing the columns of a statement with a row type without executing it.

use std::future::poll_fn;

use super::cache::Describe;
use super::drive::Event;
use super::execute::Lookup;
use super::place::Place;
use crate::error::Error;
use crate::sql::Statement;
use crate::value::{Shape, SqlType};
use crate::wire::frontend;

impl Place<'_> {
    /// Checks that a statement's columns are what `describe` says; and knows their types afterwards, those of the
    /// elements of arrays included. Nothing is sent if all of that is known.
    pub(super) async fn check_columns(
        &mut self,
        statement: &Statement,
        describe: Describe,
    ) -> Result<(), Error> {
        let checked = self.check_all_columns(statement, describe).await;
        checked.map_err(|error| error.with_sql(&statement.to_sql()))
    }

    async fn check_all_columns(&mut self, statement: &Statement, describe: Describe) -> Result<(), Error> {
        let level = self.level;
        let connection = &mut *self.connection;
        poll_fn(|context| connection.poll_settle(context, level)).await?;
        let mut unknown = Vec::new();
        connection.add_types_of(statement, describe, &mut unknown);
        let mut unknown: Vec<SqlType> = unknown.into_iter().copied().collect();
        let mut shape = Shape::default();
        describe(&mut shape);
        for array in shape.columns.iter().map(|column| column.ty).filter(|ty| ty.is_array) {
            let element = array.element();
            if element.is_custom() && connection.session.types.oid(&element).is_none() {
                unknown.push(element);
            }
        }
        if !unknown.is_empty() {
            connection.launch_lookup(&unknown)?;
            let flight = connection.session.launched;
            let mut lookup = Lookup::new(unknown);
            poll_fn(|context| connection.poll_lookup(context, &mut lookup, flight)).await?;
        }
        let mut unknown = Vec::new();
        let Some(resolved) = connection.resolve(statement, describe, &mut unknown)? else {
            let ty = unknown.first().copied();
            return ty.map_or(Ok(()), |ty| Err(frontend::unknown_type(ty)));
        };
        let Some(flight) = connection.launch_description(statement, describe, resolved)? else {
            return Ok(());
        };
        loop {
            if let Event::Landed(landed) = poll_fn(|context| connection.poll_flight(context, flight)).await? {
                return landed.error.map_or(Ok(()), Err);
            }
        }
    }
}
