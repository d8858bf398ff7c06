//! Queries, one file a clause.

mod filter;
mod from;
mod group_by;
mod join;
mod limit;
mod order_by;
mod select;

pub use from::from;
pub use select::{Select, Selected, Unselected, select};
