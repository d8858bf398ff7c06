//! PostgreSQL queries written in Rust, checked by the compiler, decoded straight into your structs.

mod error;
pub mod expr;
pub mod prelude;
pub mod query;
pub mod sql;
pub mod table;
mod tuples;
pub mod value;

#[cfg(feature = "testing")]
pub mod testing;

pub use error::{DbError, Error, ValueError};

pub(crate) use tuples::for_each_tuple;
