//! Connections that are held for a while.

use std::ops::{Deref, DerefMut};

use super::{Connection, PooledConnection};

/// A connection that something holds until it is done.
#[derive(Debug)]
pub(crate) enum Lease<'c> {
    /// It belongs to somebody else.
    Borrowed(&'c mut Connection),
    /// It belongs to a pool, to which it goes back.
    Pooled(PooledConnection),
}

impl Deref for Lease<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Lease::Borrowed(connection) => connection,
            Lease::Pooled(connection) => connection,
        }
    }
}

impl DerefMut for Lease<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        match self {
            Lease::Borrowed(connection) => connection,
            Lease::Pooled(connection) => connection,
        }
    }
}
