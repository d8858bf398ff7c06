//! The functions of PostgreSQL, one file a chapter of its manual.
//!
//! They are no part of the prelude: write `use piton::functions::*;`, or `functions::lower(..)`.

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
