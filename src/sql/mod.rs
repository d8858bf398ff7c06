//! Statements as data: pieces of text, parameters, identifiers, and the one renderer.

mod clause;
mod params;
mod piece;
mod quote;
mod statement;

pub use clause::Clause;
pub use params::Params;
pub use piece::{ColumnRef, Piece, TableRef};
pub use quote::quote_identifier;
pub(crate) use quote::quote_literal;
pub(crate) use statement::Key;
pub use statement::Statement;
