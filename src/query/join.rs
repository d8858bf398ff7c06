//! `JOIN`

use frunk_core::hlist::HNil;

use super::{FromItem, Select};
use crate::expr::{Condition, RowCondition};
use crate::sql::{Clause, Statement};
use crate::table::{Joinable, MaybeWith, Nulled, With};

impl<P, S, G> Select<P, S, G> {
    /// `JOIN table ON on`: rows of both that belong together.
    pub fn join<
        F: FromItem<S, Source = T, In<G> = K>,
        T,
        E: Condition<With<T, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        table: F,
        on: E,
    ) -> Select<P, With<T, S>, H>
    where
        S: Joinable,
    {
        write(&mut self.statement, " JOIN ", |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `LEFT JOIN table ON on`: also rows to which none of `table` belongs; its columns are `Option`s then, and
    /// the table an `Option` of its struct.
    ///
    /// The struct is `None` where all its columns are NULL. A table of which every column may be NULL can have such a row:
    /// select a column that the join compares to tell it from none.
    pub fn left_join<
        F: FromItem<S, Source = T, In<G> = K>,
        T,
        E: Condition<With<T, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        table: F,
        on: E,
    ) -> Select<P, MaybeWith<T, S>, H>
    where
        S: Joinable,
    {
        write(&mut self.statement, " LEFT JOIN ", |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `RIGHT JOIN table ON on`: also rows of `table` to which no other belongs; everything before it is an
    /// `Option` then.
    pub fn right_join<
        F: FromItem<S, HNil, Source = T, In<G> = K>,
        T,
        E: Condition<With<T, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        table: F,
        on: E,
    ) -> Select<P, With<T, S::Outer>, H>
    where
        S: Joinable + Nulled,
    {
        write(&mut self.statement, " RIGHT JOIN ", |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `FULL JOIN table ON on`: also rows of either side to which none of the other belongs; everything is an
    /// `Option` then.
    ///
    /// PostgreSQL executes it only for an `on` that it can merge or hash, such as an equality of columns of both
    /// sides.
    pub fn full_join<
        F: FromItem<S, HNil, Source = T, In<G> = K>,
        T,
        E: Condition<With<T, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        table: F,
        on: E,
    ) -> Select<P, MaybeWith<T, S::Outer>, H>
    where
        S: Joinable + Nulled,
    {
        write(&mut self.statement, " FULL JOIN ", |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// `CROSS JOIN table`: every row with every row.
    pub fn cross_join<F: FromItem<S, Source = T, In<G> = K>, T, K>(
        mut self,
        table: F,
    ) -> Select<P, With<T, S>, K>
    where
        S: Joinable,
    {
        self.statement.part(Clause::Join, |out| {
            out.text(" CROSS JOIN ");
            table.write(out);
        });
        self.typed()
    }
}

fn write(
    statement: &mut Statement,
    keyword: &'static str,
    item: impl FnOnce(&mut Statement),
    on: impl FnOnce(&mut Statement),
) {
    statement.part(Clause::Join, |out| {
        out.text(keyword);
        item(out);
        out.text(" ON ");
        on(out);
    });
}
