//! `UNION`, `INTERSECT`, `EXCEPT`

use super::{Compound, Query, Select, Unlocked};
use crate::expr::{ChangesNothing, Item, TableItem};
use crate::sql::{Clause, Statement};
use crate::table::Nullness;

/// A query whose rows can stand beside those of the query `First` in a set operation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query",
    label = "not a query",
    note = "give a query such as `select(..)`"
)]
pub trait Beside<First> {
    /// The types of the [`Compound`] of both.
    type Types;

    /// The set operation.
    fn combine(self, first: First, operator: &'static str) -> Compound<Self::Types>;
}

impl<A, B> Beside<A> for B
where
    A: Query<Locks: Unlocked, Uses: ChangesNothing>,
    B: Query<Items: SameRow<A::Items>, Locks: Unlocked, Uses: ChangesNothing>,
{
    type Types = (A::Outputs, <B::Items as SameRow<A::Items>>::Both, (A::Uses, B::Uses));

    fn combine(self, first: A, operator: &'static str) -> Compound<Self::Types> {
        let describe = first.describe();
        let mut statement = Statement::new();
        for (before, query) in [("", first.into_statement()), (operator, self.into_statement())] {
            statement.part(Clause::SetOperation, |out| {
                if !before.is_empty() {
                    out.text(before);
                }
                out.nest_operand(&query);
            });
        }
        Compound::new(statement, describe)
    }
}

/// Rows that can stand beside the rows `I` in a set operation: as many columns of the same types.
///
/// Implement [`SameItems`], which gives it. They are two for the sake of messages, as
/// [`Selectable`](crate::expr::Selectable) is.
#[diagnostic::on_unimplemented(
    message = "the queries of a set operation return different columns",
    label = "not the columns of the first query",
    note = "select as many items as the first query does, of the same types and in the same order"
)]
pub trait SameRow<I> {
    /// The rows of both: what can be NULL in either can be in the result.
    type Both;
}

#[diagnostic::do_not_recommend]
impl<I, R: SameItems<I>> SameRow<I> for R {
    type Both = R::Both;
}

/// What can stand beside `I`, see [`SameRow`].
pub trait SameItems<I> {
    /// See [`SameRow::Both`].
    type Both;
}

impl<R: SameType<T>, T, N: Nullness, M: Nullness> SameItems<Item<T, M>> for Item<R, N> {
    type Both = Item<T, N::Or<M>>;
}

impl<R: SameType<T>, T, N: Nullness, M: Nullness> SameItems<TableItem<T, M>> for TableItem<R, N> {
    type Both = TableItem<T, N::Or<M>>;
}

/// A value or a row of the type `T`.
#[diagnostic::on_unimplemented(
    message = "a set operation cannot put a column of `{Self}` under a column of `{T}`",
    label = "`{Self}` where the first query has `{T}`",
    note = "the queries of a set operation select the same types in the same order"
)]
pub trait SameType<T> {}

#[diagnostic::do_not_recommend]
impl<T> SameType<T> for T {}

macro_rules! pairs {
    ($($name:ident $other:ident),+) => {
        impl<$($name: SameRow<$other>, $other),+> SameItems<($($other,)+)> for ($($name,)+) {
            type Both = ($($name::Both,)+);
        }
    };
}

pairs!(A A2);
pairs!(A A2, B B2);
pairs!(A A2, B B2, C C2);
pairs!(A A2, B B2, C C2, D D2);
pairs!(A A2, B B2, C C2, D D2, E E2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2, K K2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2, K K2, L L2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2, K K2, L L2, M M2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2, K K2, L L2, M M2, N N2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2, K K2, L L2, M M2, N N2, O O2);
pairs!(A A2, B B2, C C2, D D2, E E2, F F2, G G2, H H2, I I2, J J2, K K2, L L2, M M2, N N2, O O2, P P2);

/// Set operations: the rows of this query and of another one, which has the same columns.
///
/// A column can be NULL in the result where it can be in either. The names and the order of columns are those of the first
/// query. See the page "Combining Queries" of PostgreSQL's manual.
// Each method is written out, because messages show the lines of a macro.
impl<P, S, G> Select<P, S, G> {
    /// `UNION`: rows of either, each once.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)] struct Pet { #[column(primary_key)] id: i32, name: String }
    /// let names = select(Person::name).union(select(Pet::name)).order_by(Person::name.desc()).limit(10);
    /// assert_eq!(
    ///     names.to_sql(),
    ///     r#"SELECT "person"."name" FROM "person" UNION SELECT "pet"."name" FROM "pet" ORDER BY 1 DESC LIMIT 10"#,
    /// );
    /// ```
    pub fn union<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " UNION ")
    }

    /// `UNION ALL`: rows of either, as often as they are in both together.
    pub fn union_all<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " UNION ALL ")
    }

    /// `INTERSECT`: rows that are in both, each once.
    pub fn intersect<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " INTERSECT ")
    }

    /// `INTERSECT ALL`: rows that are in both, as often as in the one that has them less often.
    pub fn intersect_all<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " INTERSECT ALL ")
    }

    /// `EXCEPT`: rows of this one that are not in the other, each once.
    pub fn except<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " EXCEPT ")
    }

    /// `EXCEPT ALL`: rows of this one without those of the other: what is in it three times and once in the other stays twice.
    pub fn except_all<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " EXCEPT ALL ")
    }
}

/// Set operations of more than two queries: this one comes first, in parentheses.
impl<L, I, B> Compound<(L, I, B)> {
    /// `UNION`: rows of either, each once.
    pub fn union<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " UNION ")
    }

    /// `UNION ALL`: rows of either, as often as they are in both together.
    pub fn union_all<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " UNION ALL ")
    }

    /// `INTERSECT`: rows that are in both, each once.
    pub fn intersect<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " INTERSECT ")
    }

    /// `INTERSECT ALL`: rows that are in both, as often as in the one that has them less often.
    pub fn intersect_all<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " INTERSECT ALL ")
    }

    /// `EXCEPT`: rows of this one that are not in the other, each once.
    pub fn except<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " EXCEPT ")
    }

    /// `EXCEPT ALL`: rows of this one without those of the other: what is in it three times and once in the other stays twice.
    pub fn except_all<Q: Beside<Self, Types = T>, T>(self, other: Q) -> Compound<T> {
        other.combine(self, " EXCEPT ALL ")
    }
}
