//! From models to the database's tables.

mod create;
mod script;

pub use create::create_tables_sql;
