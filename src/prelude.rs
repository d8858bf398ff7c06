//! Everything that a file with queries needs: `use piton::prelude::*;`

pub use crate::connection::Connection;
pub use crate::expr::functions::{coalesce, greatest, least, nullif};
pub use crate::expr::{
    BitMethods, ExpressionMethods, PatternMethods, TimeMethods, avg, case, case_when, constant, count,
    count_all, fragment, max, min, nullable, sum, value,
};
pub use crate::query::{from, select, trusted};
pub use crate::schema;
pub use piton_derive::{PgEnum, Row, Table, Value, alias, sql, sql_expr, sql_function, sql_operator};
