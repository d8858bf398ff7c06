//! The exact text of every construct of the language; each is also taken by a real server.

mod aggregates;
mod arithmetic;
mod choices;
mod common_tables;
mod conditions;
mod delete;
mod functions;
mod grouping;
mod insert;
mod joins;
mod merge;
mod raw;
mod relations;
mod select;
mod set_operations;
mod subqueries;
mod time;
mod update;
mod values;
mod windows;
