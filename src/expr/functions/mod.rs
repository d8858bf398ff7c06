//! The functions of PostgreSQL, one file a chapter of its manual.
//!
//! The prelude has the most common ones. For the others write `use piton::functions::*;`, or `functions::lower(..)`.

mod choose;
mod format;
mod number;
mod pattern;
mod text;
mod time;

pub use choose::*;
pub use format::*;
pub use number::*;
pub use pattern::*;
pub use text::*;
pub use time::*;

pub use super::aggregate::functions::*;
pub use super::window::functions::*;
