//! Tables, their columns, aliases, and the scope of a query: what `#[derive(Table)]` implements.

mod column;
mod definition;
mod entity;
mod excluded;
mod foreign_key;
pub mod identity;
mod key;
mod kind;
mod nullness;
mod schema;
mod scope;

// A scope is an HList; named here, messages print it without a path.
#[doc(no_inline)]
pub use frunk_core::hlist::{HCons, HNil};

pub use column::{Column, Field};
pub use definition::{Action, ColumnChain, ColumnDef, FieldList, ForeignKey, Generated, TableDef};
pub use entity::{ColumnSet, Entity, Source, Table};
pub use excluded::Excluded;
pub use foreign_key::RefersTo;
pub use key::{KeyFrom, Keyed, UniqueIn};
pub use kind::{Correlated, CteTable, CteUse, DatabaseTable, InDatabase, InQuery, TableKind, Writable};
pub use nullness::{ColumnType, NotNull, Nullable, Nullness};
pub use scope::{Entry, Find, InScope, Inner, Joinable, Lacks, MaybeWith, NewIn, Nulled, Outer, Scope, With};

#[doc = include_str!("derive.md")]
pub use piton_derive::Table;

/// Makes a struct with named fields the shape of a query: the name of a CTE, a derived table, a list of values.
///
/// Like [`Table`](derive@Table) it adds a constant for the table and one for each column. What rows it has says a query
/// that is bound to it, see [`EntityMethods::of`](crate::query::EntityMethods::of): by `WITH`, or where it stands in `FROM`.
/// The options are `#[table(name = "..")]`, and `name`, `sql_type` and `skip` of columns.
///
/// ```
/// use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String, age: i32 }
///
/// #[derive(Cte)]
/// struct Adult {
///     id: i32,
///     name: String,
/// }
///
/// let adults = select((Person::id, Person::name)).filter(Person::age.ge(18));
/// let query = with(Adult.of(adults), select(Adult).order_by(Adult::name));
/// assert_eq!(
///     query.to_sql(),
///     r#"WITH "adult"("id", "name") AS (SELECT "person"."id", "person"."name" FROM "person" WHERE "person"."age" >= $1) SELECT "adult"."id", "adult"."name" FROM "adult" ORDER BY "adult"."name""#,
/// );
/// ```
pub use piton_derive::Cte;

/// A second name for a table, so that a query can read it twice: `alias!(Manager = Person)`.
///
/// The alias is a constant with the table's columns as fields. In SQL its name is that of the constant in `snake_case`.
/// A visibility, documentation and other attributes may stand in front.
///
/// ```
/// use piton::prelude::*;
///
/// #[derive(Table)]
/// pub struct Person {
///     #[column(primary_key, auto)]
///     id: i32,
///     name: String,
///     #[column(references = Person::id)]
///     manager_id: Option<i32>,
/// }
///
/// alias!(
///     /// Somebody's superior.
///     pub Manager = Person
/// );
///
/// let query = select((Person::name, Manager.name)).join(Manager, Person::manager_id.eq(Manager.id));
/// assert_eq!(
///     query.to_sql(),
///     r#"SELECT "person"."name", "manager"."name" FROM "person" JOIN "person" AS "manager" ON "person"."manager_id" = "manager"."id""#,
/// );
/// ```
pub use piton_derive::alias;
