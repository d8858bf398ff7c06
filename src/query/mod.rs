//! Queries, one file a clause.

mod after_with;
mod bound;
mod column_list;
mod compound;
mod computed;
mod copy_out;
mod cte;
mod delete;
mod distinct;
mod filter;
mod fits;
mod for_each;
mod from;
mod from_item;
mod group_by;
mod insert;
mod insert_from;
mod join;
#[cfg(feature = "serde_json-1")]
mod json_rows;
mod limit;
mod lock;
mod merge;
mod merge_branch;
mod nested;
mod on_conflict;
mod order_by;
mod piped;
mod raw;
mod returning;
pub mod rows;
mod sample;
mod select;
mod set;
mod set_operation;
mod shortcuts;
mod table_function;
mod terminal;
mod truncate;
mod update;
mod values;
mod window;
mod with;

pub use column_list::ColumnList;
pub use delete::{Delete, delete};
pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use insert::{Insert, insert};
pub use insert_from::{Fills, FillsColumn, FillsEach, FromQuery, InsertSource, OfColumn, insert_from};
pub use merge::{Branched, HasBranch, Merge, MergeInto, NoBranch, merge};
pub use merge_branch::{Branch, BranchKind, ChangesRow, InsertsRow, Matched, NotMatched, NotMatchedBySource};

pub use after_with::{AfterWith, WithQuery};
pub use bound::{Bound, EntityMethods, Lateral};
pub use compound::{Compound, ItemsRow};
pub use computed::{ComputedColumns, OfOneRow};
pub use cte::CteColumns;
pub use distinct::{DistinctKeys, Unlocked};
pub use fits::{ColumnItems, Fits, FlatItems, Holds, HoldsNull, ItemOf, TakenBy};
pub use from_item::{FromItem, InReach, NotLateral, Relation};
pub use join::TakesTables;
#[cfg(feature = "serde_json-1")]
pub use json_rows::{
    Pairs, Recordset, jsonb_array_elements, jsonb_array_elements_text, jsonb_each, jsonb_each_text,
    jsonb_object_keys, jsonb_path_query, jsonb_to_recordset,
};
pub use lock::{AllTables, Lock, LockIn, LockTables, Lockable, LocksDistinct, NothingLeftOut, Present};
pub use nested::{NestedState, OneColumn, Query, ReturnsRows, RowOf, ScalarQuery, exists};
pub(crate) use on_conflict::target_clause;
pub use on_conflict::{
    Both, ConflictTarget, Ignoring, NoConflict, OnConflict, UpdatesOnConflict, Updating, WithoutConflict,
};
pub use piped::{Piped, PipedRaw};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use returning::{Affected, Gather, Returned, RowList};
pub use sample::{Sample, bernoulli, system};
pub use select::{Select, Unselected, select};
pub use set::{Assignments, OfTable, Set};
pub use set_operation::{Beside, SameItems, SameRow, SameType};
pub use table_function::{
    ArrayValue, Numbered, Series, SeriesBy, SeriesOf, UsesOf, generate_series, generate_series_by,
    regexp_split_to_table, string_to_table, unnest,
};
pub(crate) use terminal::cap;
pub use truncate::{Tables, Truncate, truncate};
pub use update::{ChoosesRows, ColumnsSet, NoRows, NothingSet, SetsColumns, SomeRows, Update, update};
pub use values::{ValueColumn, ValueRow, values};
pub use with::{Ctes, Form, HasCte, Plain, Recursive, WithoutCtes, with, with_recursive};
