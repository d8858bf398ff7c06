//! The exact text of every construct of the language; each is also taken by a real server.

mod aggregates;
mod arithmetic;
mod choices;
mod common_tables;
mod conditions;
mod containers;
mod distinct;
mod dynamic;
mod functions;
mod grouping;
mod joins;
mod locks;
mod raw;
mod relations;
mod select;
mod set_operations;
mod subqueries;
mod time;
mod values;
mod windows;
