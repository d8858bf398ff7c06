//! Queries, one file a clause.

mod filter;
mod for_each;
mod from;
mod group_by;
mod join;
mod limit;
mod nested;
mod order_by;
mod raw;
mod select;
mod set_operation;
mod terminal;

pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use nested::{NestedState, OneColumn, Query, ReturnsRows, RowOf, ScalarQuery, exists};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use select::{Select, Unselected, select};
pub use set_operation::{Beside, ItemsRow, SameItems, SameRow, SameType, SetOperation};
