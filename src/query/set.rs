//! `SET`: columns and what they are set to.

use std::fmt;
use std::marker::PhantomData;

use frunk_core::hlist::{HCons, HNil};

use crate::expr::{Assign, Assigned, Expression, RowValue};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Column, Field, Table};

/// A column and what it is set to: `Person::age.set(Person::age + 1)`.
#[must_use = "an assignment does nothing until it is given to a statement"]
pub struct Set<C, E> {
    expr: E,
    column: PhantomData<fn() -> C>,
}

impl<C: Field, E> fmt::Debug for Set<C, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Set({})", C::NAME)
    }
}

impl<T: Table, C: Field<Table = T>> Column<T, C> {
    /// The column set to a value or an expression, for statements that set columns.
    pub fn set<V: Assign<C, C::Type, Expr = E>, E>(self, value: V) -> Set<C, E> {
        Set { expr: value.into_assigned(), column: PhantomData }
    }
}

/// What columns of the table `T` are set to, in a statement that reads the tables `S`: `Person::age.set(..)`, or a tuple
/// of these.
#[diagnostic::on_unimplemented(
    message = "expected columns of `{T}` and what they are set to, found `{Self}`",
    label = "sets no column of `{T}`",
    note = "write `Person::age.set(30)`, or a tuple of these"
)]
pub trait Assignments<T, S> {
    /// The columns: a tree of markers.
    type Columns;
    /// The state of a statement that was `G`, with these.
    type In<G>;

    /// Adds the assignments to a clause.
    fn write(self, clause: Clause, out: &mut Statement);

    /// Adds the columns to one list, and what they are set to to another.
    fn split(self, columns: &mut Statement, values: &mut Statement);
}

/// The table of the column `C`, which is the table `T` that a statement changes.
#[diagnostic::on_unimplemented(
    message = "`{C}` is a column of `{Self}`, and this statement changes rows of `{T}`",
    label = "not a column of `{T}`",
    note = "a statement sets columns of the table that it changes"
)]
pub trait OfTable<T, C> {}

#[diagnostic::do_not_recommend]
impl<T, C> OfTable<T, C> for T {}

impl<T: Table, S, C: Field<Table: OfTable<T, C>>, E: Assigned<C, S> + RowValue> Assignments<T, S>
    for Set<C, E>
{
    type Columns = HCons<C, HNil>;
    type In<G> = E::In<G>;

    fn write(self, clause: Clause, out: &mut Statement) {
        write(clause, &self.expr, PhantomData::<C>, out);
    }

    fn split(self, columns: &mut Statement, values: &mut Statement) {
        columns.part(Clause::Projection, |out| out.push(Piece::Name(C::NAME)));
        values.part(Clause::Projection, |out| {
            self.expr.render_beside(Column::<C::Table, C>::NAMED, out);
        });
    }
}

/// `"age" = expression`
pub(super) fn write<C: Field, E: Expression>(
    clause: Clause,
    expr: &E,
    _: PhantomData<C>,
    out: &mut Statement,
) {
    out.part(clause, |out| {
        out.push(Piece::Name(C::NAME));
        out.text(" = ");
        expr.render_beside(Column::<C::Table, C>::NAMED, out);
    });
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<Table, Scope, $($name: Assignments<Table, Scope>),+> Assignments<Table, Scope> for ($($name,)+) {
            type Columns = tuples!(@tree $($name)+);
            type In<State> = tuples!(@in $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn split(self, columns: &mut Statement, values: &mut Statement) {
                let ($($name,)+) = self;
                $($name.split(columns, values);)+
            }

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, clause: Clause, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(clause, out);)+
            }
        }
    };
    (@in) => { State };
    (@in $first:ident $($rest:ident)*) => { $first::In<tuples!(@in $($rest)*)> };
    (@tree) => { HNil };
    (@tree $first:ident $($rest:ident)*) => { ($first::Columns, tuples!(@tree $($rest)*)) };
}

crate::for_each_tuple!(tuples);
