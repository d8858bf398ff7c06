//! Queries, one file a clause.

mod delete;
mod filter;
mod for_each;
mod from;
mod group_by;
mod insert;
mod join;
mod limit;
mod on_conflict;
mod order_by;
mod piped;
mod raw;
mod returning;
pub mod rows;
mod select;
mod set;
mod terminal;
mod update;
mod window;

pub use delete::{Delete, delete};
pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use insert::{Insert, insert};
pub use on_conflict::{Both, ConflictTarget, Ignoring, OnConflict, Plain, Updating, WithoutConflict};
pub use piped::{Piped, PipedRaw};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use returning::{Affected, Gather, Returned, RowList};
pub use select::{Returning, Select, Unselected, select};
pub use set::{Assignments, Set};
pub use update::{ChoosesRows, ColumnsSet, NoRows, NothingSet, SetsColumns, SomeRows, Update, update};
