//! Queries, one file a clause.

mod filter;
mod from;
mod group_by;
mod join;
mod limit;
mod order_by;
mod projection;
mod raw;
mod select;

pub use from::from;
pub use projection::{Project, Projection};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use select::{Select, Selected, Unselected, select};
