//! Queries, one file a clause.

mod copy_out;
mod filter;
mod for_each;
mod from;
mod group_by;
mod join;
mod limit;
mod order_by;
mod piped;
mod raw;
mod select;
mod terminal;

pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use piped::{Piped, PipedRaw};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use select::{Returning, Select, Unselected, select};
