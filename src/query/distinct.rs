//! `DISTINCT` and `DISTINCT ON`

use frunk_core::hlist::{HCons, HNil};

use super::Select;
use crate::expr::{Bare, DistinctOn, DistinctRows, GroupState, NoLocks};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Column, Field, InScope, Source};

/// A query whose rows can be compared with each other: it locks none.
#[diagnostic::on_unimplemented(
    message = "a query that locks rows returns them as they are",
    label = "FOR UPDATE and its like need single rows",
    note = "PostgreSQL has no row locks together with DISTINCT, GROUP BY, aggregates and set operations; lock in a subquery"
)]
pub trait Unlocked {}

#[diagnostic::do_not_recommend]
impl Unlocked for NoLocks {}

impl<P, S, G> Select<P, S, G> {
    /// Leaves out rows that are the same as an earlier one: `SELECT DISTINCT`.
    pub fn distinct(mut self) -> Select<P, S, DistinctRows<G>>
    where
        G: GroupState<Locks: Unlocked>,
    {
        self.statement.clear(Clause::Distinct);
        self.statement.part(Clause::Distinct, |_| ());
        self.typed()
    }

    /// `SELECT DISTINCT ON (columns)`: of rows with the same columns only the first. Which one that is, says
    /// [`order_by`](Select::order_by), which begins with these columns.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Price { #[column(primary_key)] id: i32, product: String, cents: i32 }
    /// let cheapest = select(Price).distinct_on(Price::product).order_by((Price::product, Price::cents));
    /// assert_eq!(
    ///     cheapest.to_sql(),
    ///     r#"SELECT DISTINCT ON ("price"."product") "price"."id", "price"."product", "price"."cents" FROM "price" ORDER BY "price"."product", "price"."cents""#,
    /// );
    /// ```
    pub fn distinct_on<K: DistinctKeys<S, Keys<HNil> = L>, L>(
        mut self,
        columns: K,
    ) -> Select<P, S, DistinctOn<L, G>>
    where
        G: GroupState<Locks: Unlocked>,
    {
        self.statement.clear(Clause::Distinct);
        self.statement.part(Clause::Distinct, |out| {
            out.text("ON (");
            columns.write(&mut true, out);
            out.text(") ");
        });
        self.typed()
    }
}

/// Columns of DISTINCT ON: one, or a tuple of up to 16.
#[diagnostic::on_unimplemented(
    message = "DISTINCT ON takes columns",
    label = "not a column",
    note = "give `distinct_on` a column or a tuple of columns"
)]
pub trait DistinctKeys<S> {
    /// The columns, before those of `K`.
    type Keys<K>;

    /// Appends the columns, with commas between them.
    fn write(self, first: &mut bool, out: &mut Statement);
}

impl<X: InScope<S>, S: Source, C: Field> DistinctKeys<X> for Column<S, C> {
    type Keys<K> = HCons<Bare<S, C>, K>;

    fn write(self, first: &mut bool, out: &mut Statement) {
        if !std::mem::take(first) {
            out.text(", ");
        }
        out.push(Piece::ColumnName(Self::REF));
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<Tables, $($name: DistinctKeys<Tables>),+> DistinctKeys<Tables> for ($($name,)+) {
            type Keys<Rest> = tuples!(@keys $($name)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn write(self, first: &mut bool, out: &mut Statement) {
                let ($($name,)+) = self;
                $($name.write(first, out);)+
            }
        }
    };
    (@keys) => { Rest };
    (@keys $first:ident $($more:ident)*) => { $first::Keys<tuples!(@keys $($more)*)> };
}

crate::for_each_tuple!(tuples);
