//! PostgreSQL queries written in Rust, checked by the compiler, decoded straight into your structs.

#[doc(hidden)]
pub mod __private;
pub mod connection;
mod error;
pub mod expr;
pub mod migrate;
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
pub use piton_derive::{Row, Table, alias};
#[doc(no_inline)]
pub use table::Table;
#[doc(no_inline)]
pub use value::Row;

pub(crate) use tuples::for_each_tuple;
