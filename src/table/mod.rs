//! Tables, their columns, aliases, and the scope of a query: what `#[derive(Table)]` implements.

mod column;
mod definition;
mod entity;
mod foreign_key;
pub mod identity;
mod nullness;
mod schema;
mod scope;

pub use column::{Column, Field};
pub use definition::{Action, ColumnDef, ForeignKey, Generated, TableDef};
pub use entity::{ColumnSet, Entity, Source, Table};
pub use foreign_key::RefersTo;
pub use nullness::{ColumnType, NotNull, Nullable, Nullness};
pub use scope::{Entry, Find, InScope, Inner, Joinable, Lacks, MaybeWith, NewIn, Nulled, Outer, Scope, With};
