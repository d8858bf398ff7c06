//! `WINDOW`

use super::Select;
use crate::expr::{Grouping, Projection, WindowIn};
use crate::sql::{Clause, Piece};
use crate::table::identity::Answer;

impl<P, S, G> Select<P, S, G> {
    /// `WINDOW name AS (..)`: a window that window functions of the query share, by `over(named(name))`.
    ///
    /// The name is not checked before the server does.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, age: i32 }
    /// let query = from(Person)
    ///     .select((rank().over(named("w")), row_number().over(named("w"))))
    ///     .window("w", window().order_by(Person::age));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT rank() OVER "w", row_number() OVER "w" FROM "person" WINDOW "w" AS (ORDER BY "person"."age")"#,
    /// );
    /// ```
    pub fn window<W: WindowIn<S, Aggregates = A, Bare = B>, A: Answer, B>(
        mut self,
        name: &'static str,
        window: W,
    ) -> Self
    where
        P: Projection,
        G: Grouping<<P::Aggregates as Answer>::Or<A>, (P::Bare, B)>,
    {
        self.statement.part(Clause::Window, |out| {
            out.push(Piece::Name(name));
            out.text(" AS ");
            window.write(out);
        });
        self
    }
}
