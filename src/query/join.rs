//! `JOIN`

use frunk_core::hlist::HCons;

use super::Select;
use crate::expr::{IntoExpr, NoAggregateInWhere, ValidIn};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, Inner, Lacks, Nulled, Outer, Source};

impl<P, S, G> Select<P, S, G> {
    /// `JOIN table ON on`: rows of both that belong together.
    pub fn join<T, E>(mut self, table: Entity<T>, on: E) -> Select<P, HCons<Inner<T>, S>, G>
    where
        T: Source,
        S: Lacks<T>,
        E: IntoExpr<bool, Expr: ValidIn<HCons<Inner<T>, S>, Aggregates: NoAggregateInWhere>>,
    {
        write(&mut self.statement, " JOIN ", table, Some(&on.into_expr()));
        self.typed()
    }

    /// `LEFT JOIN table ON on`: also rows to which none of `table` belongs; its columns are `Option`s then, and
    /// the table an `Option` of its struct.
    pub fn left_join<T, E>(mut self, table: Entity<T>, on: E) -> Select<P, HCons<Outer<T>, S>, G>
    where
        T: Source,
        S: Lacks<T>,
        E: IntoExpr<bool, Expr: ValidIn<HCons<Inner<T>, S>, Aggregates: NoAggregateInWhere>>,
    {
        write(&mut self.statement, " LEFT JOIN ", table, Some(&on.into_expr()));
        self.typed()
    }

    /// `RIGHT JOIN table ON on`: also rows of `table` to which no other belongs; everything before it is an
    /// `Option` then.
    pub fn right_join<T, E>(mut self, table: Entity<T>, on: E) -> Select<P, HCons<Inner<T>, S::Outer>, G>
    where
        T: Source,
        S: Lacks<T> + Nulled,
        E: IntoExpr<bool, Expr: ValidIn<HCons<Inner<T>, S>, Aggregates: NoAggregateInWhere>>,
    {
        write(&mut self.statement, " RIGHT JOIN ", table, Some(&on.into_expr()));
        self.typed()
    }

    /// `FULL JOIN table ON on`: also rows of either side to which none of the other belongs; everything is an
    /// `Option` then.
    ///
    /// PostgreSQL executes it only for an `on` that it can merge or hash, such as an equality of columns of both
    /// sides.
    pub fn full_join<T, E>(mut self, table: Entity<T>, on: E) -> Select<P, HCons<Outer<T>, S::Outer>, G>
    where
        T: Source,
        S: Lacks<T> + Nulled,
        E: IntoExpr<bool, Expr: ValidIn<HCons<Inner<T>, S>, Aggregates: NoAggregateInWhere>>,
    {
        write(&mut self.statement, " FULL JOIN ", table, Some(&on.into_expr()));
        self.typed()
    }

    /// `CROSS JOIN table`: every row with every row.
    pub fn cross_join<T>(mut self, table: Entity<T>) -> Select<P, HCons<Inner<T>, S>, G>
    where
        T: Source,
        S: Lacks<T>,
    {
        write::<T, crate::expr::Bind<bool>>(&mut self.statement, " CROSS JOIN ", table, None);
        self.typed()
    }
}

fn write<T: Source, E: crate::expr::Expression>(
    statement: &mut Statement,
    keyword: &'static str,
    _: Entity<T>,
    on: Option<&E>,
) {
    statement.part(Clause::Join, |out| {
        out.text(keyword);
        out.push(Piece::Table(T::REF));
        if let Some(on) = on {
            out.text(" ON ");
            on.render(out);
        }
    });
}
