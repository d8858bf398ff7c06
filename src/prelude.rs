//! Everything that a file with queries needs: `use piton::prelude::*;`

pub use crate::connection::Connection;
pub use crate::expr::{
    ExpressionMethods, QuantifiedMethods, avg, constant, count, count_all, fragment, max, min, outer, output,
    row, sum, value,
};
pub use crate::query::{
    EntityMethods, exists, from, generate_series, select, trusted, unnest, values, with, with_recursive,
};
pub use crate::schema;
pub use piton_derive::{Cte, PgEnum, Row, Table, Value, alias, sql, sql_expr};
