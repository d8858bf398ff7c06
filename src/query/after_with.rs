//! What can stand after `WITH`.

use super::rows::NewRow;
use super::{Compound, Delete, Insert, Merge, Query, Returned, ReturnsRows, Update, WithoutCtes};
use crate::expr::{GroupState, NotGrouped};
use crate::sql::Statement;
use crate::table::Correlated;
use crate::table::identity::False;

/// The query `Q` with the CTEs `K`, which read `A` of the query around it.
pub type WithQuery<Q, K, A> = Compound<(
    <Q as Query>::Outputs,
    <Q as ReturnsRows>::Items,
    (A, <<Q as ReturnsRows>::Uses as WithoutCtes<K>>::Left),
)>;

/// A statement that WITH can stand before: it has the CTEs `K` then, which read `A` of the query around it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot follow WITH",
    label = "not a statement",
    note = "give a query, or an `insert`, `update`, `delete` or `merge`"
)]
pub trait AfterWith<K, A> {
    /// The statement with its CTEs.
    type Statement;

    /// Adds them.
    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement;
}

impl<Q: Query<Uses: WithoutCtes<K>, Changes = False>, K, A> AfterWith<K, A> for Q {
    type Statement = WithQuery<Q, K, A>;

    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement {
        let describe = self.describe();
        Compound::new(attach(self.into_statement()), describe)
    }
}

/// The state of a statement that changes rows, in which the CTEs `K` are bound that read `A` of the query around it.
type Left<G, K, A> = Correlated<(A, <<G as GroupState>::Uses as WithoutCtes<K>>::Left), NotGrouped>;

#[diagnostic::do_not_recommend]
impl<T, S, F, C, G: GroupState<Uses: WithoutCtes<K>>, K, A> AfterWith<K, A> for Update<T, S, F, C, G> {
    type Statement = Update<T, S, F, C, Left<G, K, A>>;

    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement {
        self.with(attach)
    }
}

#[diagnostic::do_not_recommend]
impl<T, S, F, G: GroupState<Uses: WithoutCtes<K>>, K, A> AfterWith<K, A> for Delete<T, S, F, G> {
    type Statement = Delete<T, S, F, Left<G, K, A>>;

    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement {
        self.with(attach)
    }
}

#[diagnostic::do_not_recommend]
impl<T, U, B, G: GroupState<Uses: WithoutCtes<K>>, K, A> AfterWith<K, A> for Merge<T, U, B, G> {
    type Statement = Merge<T, U, B, Left<G, K, A>>;

    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement {
        self.with(attach)
    }
}

#[diagnostic::do_not_recommend]
impl<R: NewRow, C, G: GroupState<Uses: WithoutCtes<K>>, K, A> AfterWith<K, A> for Insert<R, C, G> {
    type Statement = Insert<R, C, Left<G, K, A>>;

    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement {
        self.with(attach)
    }
}

#[diagnostic::do_not_recommend]
impl<R, I, G: GroupState<Uses: WithoutCtes<K>>, K, A> AfterWith<K, A> for Returned<R, I, G> {
    type Statement = Returned<R, I, Left<G, K, A>>;

    fn after(self, attach: impl FnOnce(Statement) -> Statement) -> Self::Statement {
        self.with(attach)
    }
}
