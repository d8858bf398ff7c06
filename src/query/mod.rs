//! Queries, one file a clause.

mod bound;
mod compound;
mod cte;
mod filter;
mod fits;
mod for_each;
mod from;
mod from_item;
mod group_by;
mod join;
mod limit;
mod nested;
mod order_by;
mod raw;
mod select;
mod set_operation;
mod table_function;
mod terminal;
mod values;
mod with;

pub use bound::{Bound, EntityMethods, Lateral};
pub use compound::{Compound, ItemsRow};
pub use cte::CteColumns;
pub use fits::{ColumnItems, Fits, FlatItems, Holds, HoldsNull, ItemOf, TakenBy};
pub use for_each::ForEach;
pub use from::{WithoutSelect, from};
pub use from_item::{FromItem, InReach, NotLateral, Relation};
pub use nested::{NestedState, OneColumn, Query, ReturnsRows, RowOf, ScalarQuery, exists};
pub use raw::{BindArgument, RawQuery, Trusted, trusted};
pub use select::{Select, Unselected, select};
pub use set_operation::{Beside, SameItems, SameRow, SameType};
pub use table_function::{ArrayValue, Series, SeriesOf, generate_series, generate_series_by, unnest};
pub use values::{ValueColumn, ValueRow, values};
pub use with::{Ctes, Form, HasCte, Plain, Recursive, WithQuery, WithoutCtes, with, with_recursive};
