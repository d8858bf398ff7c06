//! Scripts: any number of statements without parameters.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use super::Connection;
use super::drive::Event;
use crate::error::Error;

impl Connection {
    /// Runs a script of any number of statements without parameters, such as a migration. Rows are thrown away.
    ///
    /// The server runs the statements in one transaction unless they contain commands for transactions.
    ///
    /// # Errors
    ///
    /// A statement fails: the later ones are not run. Or the connection breaks.
    pub async fn batch(&mut self, sql: &str) -> Result<(), Error> {
        self.run_script(sql, 0).await
    }

    /// Runs a script inside of so many transactions and savepoints.
    pub(super) async fn run_script(&mut self, sql: &str, level: u32) -> Result<(), Error> {
        let mut flight = None;
        let done = poll_fn(|context| self.poll_script(context, sql, level, &mut flight)).await;
        done.map_err(|error| error.with_sql(sql))
    }

    fn poll_script(
        &mut self,
        context: &mut Context<'_>,
        sql: &str,
        level: u32,
        flight: &mut Option<u64>,
    ) -> Poll<Result<(), Error>> {
        let number = match *flight {
            Some(number) => number,
            None => {
                ready!(self.poll_settle(context, level))?;
                *flight.insert(self.launch_script(sql, false)?)
            }
        };
        loop {
            if let Event::Landed(landed) = ready!(self.poll_flight(context, number))? {
                return Poll::Ready(landed.error.map_or(Ok(()), Err));
            }
        }
    }
}
