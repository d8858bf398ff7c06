//! Everything that a file with queries needs: `use piton::prelude::*;`

pub use crate::connection::{Connection, Pool};
#[cfg(feature = "serde_json-1")]
pub use crate::expr::JsonMethods;
pub use crate::expr::functions::{
    array_agg, array_agg_values, avg, bool_and, bool_or, coalesce, count, count_all, dense_rank, first_value,
    greatest, lag, last_value, lead, least, max, min, nullif, rank, row_number, string_agg, sum,
};
pub use crate::expr::{
    ArrayMethods, BitMethods, ContainerMethods, ExpressionMethods, PatternMethods, RangeMethods,
    SearchMethods, TimeMethods, case, case_when, constant, current_row, following, fragment, named, nullable,
    preceding, unbounded_following, unbounded_preceding, value, window,
};
pub use crate::query::{delete, from, insert, select, trusted, update};
pub use crate::schema;
pub use crate::table::{Keyed, Table};
pub use piton_derive::{
    PgEnum, Row, Value, alias, sql, sql_aggregate, sql_expr, sql_function, sql_operator, sql_window_function,
};
