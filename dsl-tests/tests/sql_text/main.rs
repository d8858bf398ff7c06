//! The exact text of every construct of the language; each is also taken by a real server.
#![allow(clippy::type_complexity, reason = "the types of rows are tested")]

mod aggregates;
mod arithmetic;
mod choices;
mod common_tables;
mod computed;
mod conditions;
mod containers;
mod delete;
mod distinct;
mod dynamic;
mod functions;
mod grouping;
mod insert;
mod joins;
mod locks;
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
