//! Where something is executed: on a connection, inside of a transaction or not.

use super::transaction::Transaction;
use super::{Connection, PooledConnection};

/// A connection, and inside of how many transactions and savepoints it is used.
#[derive(Debug)]
pub struct Place<'c> {
    pub(super) connection: &'c mut Connection,
    pub(super) level: u32,
}

/// What can hand out rows one by one and copy data: `&mut connection`, `&mut transaction`.
#[diagnostic::on_unimplemented(
    message = "rows cannot be streamed from `{Self}`",
    label = "not a connection",
    note = "pass `&mut connection` or `&mut transaction`"
)]
pub trait Streams {
    /// Where it is executed.
    fn place(&mut self) -> Place<'_>;
}

impl Streams for Connection {
    fn place(&mut self) -> Place<'_> {
        Place { connection: self, level: 0 }
    }
}

impl Streams for PooledConnection {
    fn place(&mut self) -> Place<'_> {
        (**self).place()
    }
}

impl Streams for Transaction<'_> {
    fn place(&mut self) -> Place<'_> {
        self.inside()
    }
}
