//! The functions of PostgreSQL, one file a chapter of its manual.
//!
//! The prelude has the most common ones. For the others write `use piton::functions::*;`, or `functions::lower(..)`.

mod arrays;
mod choose;
mod fields;
mod format;
#[cfg(feature = "serde_json-1")]
mod json;
mod make;
mod number;
mod pattern;
mod range;
mod search;
mod text;
mod time;

pub use arrays::*;
pub use choose::*;
pub use fields::*;
pub use format::*;
#[cfg(feature = "serde_json-1")]
pub use json::*;
pub use make::*;
pub use number::*;
pub use pattern::*;
pub use range::*;
pub use search::*;
pub use text::*;
pub use time::*;

pub use super::aggregate::functions::*;
pub use super::aggregate::hypothetical::*;
pub use super::window::functions::*;
