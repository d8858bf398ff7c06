//! `FROM` before `SELECT`

use frunk_core::hlist::HNil;

use super::{FromItem, Select, Unselected};
use crate::expr::{NotGrouped, Reads, Selectable};
use crate::sql::{Clause, Statement};
use crate::table::With;

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
pub fn from<F: FromItem<HNil, Source = T, In<NotGrouped> = G>, T, G>(
    item: F,
) -> Select<Unselected, With<T, HNil>, G> {
    let mut statement = Statement::new();
    statement.part(Clause::From, |out| item.write(out));
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
