//! Everything that a file with queries needs: `use piton::prelude::*;`

pub use crate::connection::{Connection, Pool, Transaction};
#[cfg(feature = "serde_json-1")]
pub use crate::expr::JsonMethods;
pub use crate::expr::functions::{
    array_agg, array_agg_values, avg, bool_and, bool_or, coalesce, count, count_all, dense_rank, first_value,
    greatest, lag, last_value, lead, least, max, min, nullif, rank, row_number, string_agg, sum,
};
pub use crate::expr::{
    ArrayMethods, BitMethods, ContainerMethods, ExpressionMethods, PatternMethods, QuantifiedMethods,
    RangeMethods, SearchMethods, TimeMethods, case, case_when, constant, current_row, following, fragment,
    named, nullable, outer, output, per_group, preceding, row, unbounded_following, unbounded_preceding,
    value, window,
};
pub use crate::query::{
    EntityMethods, delete, exists, from, generate_series, insert, insert_from, merge, select, truncate,
    trusted, unnest, update, values, with, with_recursive,
};
pub use crate::record::relation::RelationMethods;
pub use crate::record::{Track, Tracked};
pub use crate::schema;
pub use crate::table::{Keyed, Table};
pub use piton_derive::{
    Cte, PgEnum, Row, Value, alias, sql, sql_aggregate, sql_expr, sql_function, sql_operator,
    sql_window_function,
};
