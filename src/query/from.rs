//! `FROM` before `SELECT`

use frunk_core::hlist::{HCons, HNil};

use super::{Select, Unselected};
use crate::expr::{Reads, Selectable};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, Inner, Source};

/// A query that reads a table and does not yet say what it returns: for queries that are put together before
/// their SELECT list is known, and for those whose list names no table.
///
/// ```
/// # use piton::prelude::*;
/// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
/// let adults = from(Person).filter(Person::age.ge(18));
/// assert_eq!(
///     adults.select(count_all()).to_sql(),
///     r#"SELECT count(*) FROM "person" WHERE "person"."age" >= $1"#,
/// );
/// ```
pub fn from<T: Source>(_: Entity<T>) -> Select<Unselected, HCons<Inner<T>, HNil>> {
    let mut statement = Statement::new();
    statement.part(Clause::From, |out| out.push(Piece::Table(T::REF)));
    Select::new(statement)
}

/// A query that does not select yet.
#[diagnostic::on_unimplemented(
    message = "this query selects already",
    label = "selects a second time",
    note = "give one `select` everything, as a tuple"
)]
pub trait WithoutSelect {}

#[diagnostic::do_not_recommend]
impl WithoutSelect for Unselected {}

impl<U, S, G> Select<U, S, G> {
    /// Says what the query returns; for one that begins with [`from`].
    pub fn select<P, L, B: Reads>(mut self, projection: P) -> Select<L, S, B::In<G>>
    where
        P: Selectable<List = L, Bare = B>,
        U: WithoutSelect,
    {
        self.write_projection(projection);
        self.typed()
    }
}
