//! What can stand in FROM.

use frunk_core::hlist::HNil;

use super::bound::write_derived;
use super::{Bound, Lateral, Query};
use crate::expr::{Bare, BareTable, ChangesNothing, GroupValue, InAggregate, Modifies, ReadIn, Reads, Uses};
use crate::sql::{Piece, Statement};
use crate::table::{CteUse, Entity, NewIn, Source, Table, TableKind};

/// What can stand in FROM after the tables `S`, of which a LATERAL query can read `Reach`: a table, an alias, a CTE, or a
/// query with a name.
///
/// Implement [`Relation`], which gives it. They are two for the sake of messages, as
/// [`Selectable`](crate::expr::Selectable) is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a table",
    label = "not a table",
    note = "give a table, an alias, or a query with a name: `Name.of(query)`"
)]
pub trait FromItem<S, Reach = S> {
    /// The table or alias that it is known as.
    type Source: Source;
    /// The state of a query that was `G` and reads it, too.
    type In<G>;

    /// Appends it as FROM names it.
    fn write(self, out: &mut Statement);
}

#[diagnostic::do_not_recommend]
impl<S, R, F: Relation<S, R>> FromItem<S, R> for F {
    type Source = F::Source;
    type In<G> = F::In<G>;

    fn write(self, out: &mut Statement) {
        Relation::write(self, out);
    }
}

/// What can stand in FROM, see [`FromItem`].
pub trait Relation<S, Reach> {
    /// See [`FromItem::Source`].
    type Source: Source;
    /// See [`FromItem::In`].
    type In<G>;

    /// Appends it as FROM names it.
    fn write(self, out: &mut Statement);
}

impl<S, R, T: NewIn<S>> Relation<S, R> for Entity<T> {
    type Source = T;
    type In<G> = <<T::Table as Table>::Kind as TableKind>::In<T::Table, G>;

    fn write(self, out: &mut Statement) {
        out.push(Piece::Table(T::REF));
    }
}

impl<S, R, T: NewIn<S>, Q: Query<Uses: NotLateral + Reads + ChangesNothing>> Relation<S, R> for Bound<T, Q> {
    type Source = T;
    type In<G> = <Q::Uses as Reads>::In<G>;

    fn write(self, out: &mut Statement) {
        write_derived::<T>("(", self.query, out);
    }
}

impl<S, R, T: NewIn<S>, Q: Query<Uses: ReadIn<R> + Reads>> Relation<S, R> for Lateral<T, Q> {
    type Source = T;
    type In<G> = <Q::Uses as Reads>::In<G>;

    fn write(self, out: &mut Statement) {
        write_derived::<T>("LATERAL (", self.0.query, out);
    }
}

/// What a query in FROM can read that is not LATERAL: nothing of the tables beside it.
pub trait NotLateral {}

impl NotLateral for () {}

impl<A: NotLateral, B: NotLateral> NotLateral for (A, B) {}

impl<T> NotLateral for CteUse<T> {}

impl<B> NotLateral for Uses<B> {}

impl NotLateral for Modifies {}

impl<B: NotLateral> NotLateral for InAggregate<B> {}

impl<B: NotLateral> NotLateral for GroupValue<B> {}

impl<S, C> NotLateral for Bare<S, C> where HNil: InReach<S> {}

impl<S> NotLateral for BareTable<S> where HNil: InReach<S> {}

/// The tables in reach of a query in FROM that is not LATERAL: none.
#[diagnostic::on_unimplemented(
    message = "a query in FROM cannot read table `{S}` beside it",
    label = "`outer(..)` does not reach the tables beside it",
    note = "make it LATERAL: `.lateral()`"
)]
pub trait InReach<S> {}
