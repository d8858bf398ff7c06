//! The exact text of every construct of the language; each is also taken by a real server.

mod aggregates;
mod arithmetic;
mod choices;
mod conditions;
mod containers;
mod functions;
mod grouping;
mod joins;
mod raw;
mod select;
mod time;
mod values;
mod windows;
