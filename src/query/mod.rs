//! Queries, one file a clause.

mod delete;
mod filter;
mod for_each;
mod from;
mod group_by;
mod insert;
mod join;
mod limit;
mod nested;
mod on_conflict;
mod order_by;
mod piped;
mod raw;
mod returning;
pub mod rows;
mod select;
mod set;
mod set_operation;
mod terminal;
mod update;

pub use delete::{Delete, delete};
pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use insert::{Insert, insert};
pub use nested::{NestedState, OneColumn, Query, ReturnsRows, RowOf, ScalarQuery, exists};
pub use on_conflict::{Both, ConflictTarget, Ignoring, OnConflict, Plain, Updating, WithoutConflict};
pub use piped::{Piped, PipedRaw};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use returning::{Affected, Gather, Returned, RowList};
pub use select::{Select, Unselected, select};
pub use set::{Assignments, Set};
pub use set_operation::{Beside, ItemsRow, SameItems, SameRow, SameType, SetOperation};
pub use update::{ChoosesRows, ColumnsSet, NoRows, NothingSet, SetsColumns, SomeRows, Update, update};
