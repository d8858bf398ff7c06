//! PostgreSQL queries written in Rust, checked by the compiler, decoded straight into your structs.

pub mod connection;
mod error;
pub mod expr;
pub mod prelude;
pub mod query;
pub mod sql;
pub mod table;
mod tuples;
pub mod value;
mod wire;

#[cfg(all(feature = "testing", unix))]
pub mod testing;

pub use error::{DbError, Error, ValueError};

pub(crate) use tuples::for_each_tuple;
