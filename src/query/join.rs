//! `JOIN`

use super::Select;
use crate::expr::{Condition, RowCondition};
use crate::sql::{Clause, Piece, Statement};
use crate::table::{Entity, Joinable, MaybeWith, NewIn, Nulled, Source, With};

impl<P, S, G> Select<P, S, G> {
    /// `JOIN table ON on`: rows of both that belong together.
    pub fn join<T: NewIn<S>, E: Condition<With<T, S>, In<G> = H> + RowCondition, H>(
        mut self,
        table: Entity<T>,
        on: E,
    ) -> Select<P, With<T, S>, H>
    where
        S: Joinable,
    {
        write(&mut self.statement, " JOIN ", table, |out| on.write(0, out));
        self.typed()
    }

    /// `LEFT JOIN table ON on`: also rows to which none of `table` belongs; its columns are `Option`s then, and
    /// the table an `Option` of its struct.
    pub fn left_join<T: NewIn<S>, E: Condition<With<T, S>, In<G> = H> + RowCondition, H>(
        mut self,
        table: Entity<T>,
        on: E,
    ) -> Select<P, MaybeWith<T, S>, H>
    where
        S: Joinable,
    {
        write(&mut self.statement, " LEFT JOIN ", table, |out| on.write(0, out));
        self.typed()
    }

    /// `RIGHT JOIN table ON on`: also rows of `table` to which no other belongs; everything before it is an
    /// `Option` then.
    pub fn right_join<T: NewIn<S>, E: Condition<With<T, S>, In<G> = H> + RowCondition, H>(
        mut self,
        table: Entity<T>,
        on: E,
    ) -> Select<P, With<T, S::Outer>, H>
    where
        S: Joinable + Nulled,
    {
        write(&mut self.statement, " RIGHT JOIN ", table, |out| on.write(0, out));
        self.typed()
    }

    /// `FULL JOIN table ON on`: also rows of either side to which none of the other belongs; everything is an
    /// `Option` then.
    ///
    /// PostgreSQL executes it only for an `on` that it can merge or hash, such as an equality of columns of both
    /// sides.
    pub fn full_join<T: NewIn<S>, E: Condition<With<T, S>, In<G> = H> + RowCondition, H>(
        mut self,
        table: Entity<T>,
        on: E,
    ) -> Select<P, MaybeWith<T, S::Outer>, H>
    where
        S: Joinable + Nulled,
    {
        write(&mut self.statement, " FULL JOIN ", table, |out| on.write(0, out));
        self.typed()
    }

    /// `CROSS JOIN table`: every row with every row.
    pub fn cross_join<T: NewIn<S>>(mut self, table: Entity<T>) -> Select<P, With<T, S>, G>
    where
        S: Joinable,
    {
        let _ = table;
        self.statement.part(Clause::Join, |out| {
            out.text(" CROSS JOIN ");
            out.push(Piece::Table(T::REF));
        });
        self.typed()
    }
}

fn write<T: Source>(
    statement: &mut Statement,
    keyword: &'static str,
    _: Entity<T>,
    on: impl FnOnce(&mut Statement),
) {
    statement.part(Clause::Join, |out| {
        out.text(keyword);
        out.push(Piece::Table(T::REF));
        out.text(" ON ");
        on(out);
    });
}
