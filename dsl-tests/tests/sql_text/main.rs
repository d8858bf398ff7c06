//! The exact text of every construct of the language; each is also taken by a real server.

mod arithmetic;
mod common_tables;
mod conditions;
mod distinct;
mod dynamic;
mod grouping;
mod joins;
mod locks;
mod raw;
mod select;
mod set_operations;
mod subqueries;
mod values;
