//! Everything that a file with queries needs: `use piton::prelude::*;`

pub use crate::connection::{Connection, Transaction};
pub use crate::expr::{ExpressionMethods, avg, constant, count, count_all, fragment, max, min, sum, value};
pub use crate::query::{from, select, trusted};
pub use crate::schema;
pub use piton_derive::{PgEnum, Row, Table, Value, alias, sql, sql_expr};
