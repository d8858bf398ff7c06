//! Queries, one file a clause.

mod column_list;
mod copy_out;
mod delete;
mod filter;
mod for_each;
mod from;
mod group_by;
mod insert;
mod insert_from;
mod join;
mod limit;
mod merge;
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
mod truncate;
mod update;

pub use column_list::ColumnList;
pub use delete::{Delete, delete};
pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use insert::{Insert, insert};
pub use insert_from::{Fills, FillsColumn, FromQuery, OfColumn, insert_from};
pub use merge::{
    Branch, BranchKind, Branched, ChangesRow, HasBranch, InsertsRow, Matched, Merge, MergeInto, NoBranch,
    NotMatched, NotMatchedBySource, merge,
};
pub use nested::{NestedState, OneColumn, Query, ReturnsRows, RowOf, ScalarQuery, exists};
pub(crate) use on_conflict::target_clause;
pub use on_conflict::{Both, Ignoring, OnConflict, Plain, Updating, WithoutConflict};
pub use piped::{Piped, PipedRaw};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use returning::{Affected, Gather, Returned, RowList};
pub use select::{Select, Unselected, select};
pub use set::{Assignments, Set};
pub use set_operation::{Beside, ItemsRow, SameItems, SameRow, SameType, SetOperation};
pub use truncate::{Tables, Truncate, truncate};
pub use update::{ChoosesRows, ColumnsSet, NoRows, NothingSet, SetsColumns, SomeRows, Update, update};
