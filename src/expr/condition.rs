//! Conditions: what WHERE, ON and HAVING take.

use super::{Expression, IntoExpr, Reads, ValidIn, operand};
use crate::sql::Statement;
use crate::table::identity::False;

/// A boolean expression of a query with the scope `S`.
#[diagnostic::on_unimplemented(
    message = "expected a SQL condition",
    label = "not a condition",
    note = "compare it: `.eq(..)`, `.gt(..)`, `.is_null()`"
)]
pub trait Condition<S> {
    /// The columns that it reads outside of aggregates.
    type Bare;
    /// The state of a query that was `G`, with the condition, see [`Reads::In`].
    type In<G>;

    /// Appends the condition, in parentheses if it binds less tightly than its place needs.
    fn write(self, least: u8, out: &mut Statement);
}

impl<S, E: IntoExpr<bool, Expr: ValidIn<S, Bare: Reads>>> Condition<S> for E {
    type Bare = <E::Expr as Expression>::Bare;
    type In<G> = <<E::Expr as Expression>::Bare as Reads>::In<G>;

    fn write(self, least: u8, out: &mut Statement) {
        operand(&self.into_expr(), least, out);
    }
}

/// A condition on single rows: one without aggregates.
#[diagnostic::on_unimplemented(
    message = "an aggregate cannot stand in WHERE or ON",
    label = "contains an aggregate",
    note = "rows are filtered before they are grouped; filter groups with `.having(..)`"
)]
pub trait RowCondition {}

#[diagnostic::do_not_recommend]
impl<E: IntoExpr<bool, Expr: Expression<Aggregates = False>>> RowCondition for E {}
