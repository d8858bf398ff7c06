//! PostgreSQL queries written in Rust, checked by the compiler, decoded straight into your structs.

mod error;
pub mod sql;
mod tuples;
pub mod value;

#[cfg(feature = "testing")]
pub mod testing;

pub use error::{DbError, Error, ValueError};

pub(crate) use tuples::for_each_tuple;
