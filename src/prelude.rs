//! Everything that a file with queries needs: `use piton::prelude::*;`

pub use crate::connection::{Connection, Pool, Transaction};
pub use crate::expr::functions::{coalesce, greatest, least, nullif};
pub use crate::expr::{
    BitMethods, ExpressionMethods, PatternMethods, QuantifiedMethods, TimeMethods, avg, case, case_when,
    constant, count, count_all, fragment, max, min, nullable, outer, output, row, sum, value,
};
pub use crate::query::{delete, exists, from, insert, select, trusted, update};
pub use crate::record::relation::RelationMethods;
pub use crate::schema;
pub use crate::table::{Keyed, Table};
pub use piton_derive::{PgEnum, Row, Value, alias, sql, sql_expr, sql_function, sql_operator};
