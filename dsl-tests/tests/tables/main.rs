//! What the derives make of a struct.

mod create_tables_text;
mod derive_row;
mod derive_table;
mod derived_values;
