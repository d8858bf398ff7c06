//! `JOIN`

use frunk_core::hlist::HNil;

use super::{FromItem, Select};
use crate::expr::{Condition, GroupState, NoLocks, RowCondition};
use crate::sql::{Clause, Statement};
use crate::table::{Joinable, MaybeWith, Nulled, With};

/// A query that takes more tables: it locks no rows yet, because which can be locked depends on all tables.
#[diagnostic::on_unimplemented(
    message = "tables are joined before rows are locked",
    label = "joined after `lock`",
    note = "say `.lock(..)` after all joins"
)]
pub trait TakesTables {}

#[diagnostic::do_not_recommend]
impl TakesTables for NoLocks {}

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
        G: GroupState<Locks: TakesTables>,
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
        G: GroupState<Locks: TakesTables>,
    {
        write(&mut self.statement, " LEFT JOIN ", |out| table.write(out), |out| on.write(0, out));
        self.typed()
    }

    /// [`left_join`](Select::left_join), if `joined`; if not, its columns are NULL as where no row belongs: `LEFT JOIN table ON
    /// FALSE`, for which the server reads nothing.
    ///
    /// So a join can be left to the program's run, and the query has one type:
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// # #[derive(Table)] struct FavoriteColor { #[column(primary_key)] id: i32, person_id: i32, color: String }
    /// let people = |with_colors| {
    ///     select((Person::name, FavoriteColor::color))
    ///         .left_join_if(with_colors, FavoriteColor, Person::id.eq(FavoriteColor::person_id))
    /// };
    /// assert!(people(true).to_sql().ends_with(r#"LEFT JOIN "favorite_color" ON "person"."id" = "favorite_color"."person_id""#));
    /// assert!(people(false).to_sql().ends_with(r#"LEFT JOIN "favorite_color" ON FALSE"#));
    /// ```
    pub fn left_join_if<
        F: FromItem<S, Source = T, In<G> = K>,
        T,
        E: Condition<With<T, S>, In<K> = H> + RowCondition,
        H,
        K,
    >(
        mut self,
        joined: bool,
        table: F,
        on: E,
    ) -> Select<P, MaybeWith<T, S>, H>
    where
        S: Joinable,
        G: GroupState<Locks: TakesTables>,
    {
        write(
            &mut self.statement,
            " LEFT JOIN ",
            |out| table.write(out),
            |out| if joined { on.write(0, out) } else { out.text("FALSE") },
        );
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
        G: GroupState<Locks: TakesTables>,
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
        G: GroupState<Locks: TakesTables>,
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
        G: GroupState<Locks: TakesTables>,
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
