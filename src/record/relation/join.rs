//! Joins along a relation.

use super::{Joins, Kind, Relation};
use crate::query::Select;
use crate::sql::Clause;
use crate::table::{InScope, NewIn, Source};

impl<P, S, G> Select<P, S, G> {
    /// `JOIN` of the table that a relation leads to, and of the link table if there is one: the relation says which rows
    /// belong together.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
    /// # #[derive(Table)]
    /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32 }
    /// let query = select((User::id, Post::id)).join_along(User::posts);
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "user"."id", "post"."id" FROM "user" JOIN "post" ON "post"."author_id" = "user"."id""#,
    /// );
    /// ```
    pub fn join_along<A: Source, T: NewIn<S>, K: Kind<T> + Joins<T, S, Joined = J>, J>(
        self,
        relation: Relation<A, T, K>,
    ) -> Select<P, J, G>
    where
        S: InScope<A>,
    {
        self.joined(" JOIN ", relation)
    }

    /// `LEFT JOIN` of the table that a relation leads to: also rows to which none of it belongs; its columns are
    /// `Option`s then, and the table an `Option` of its struct.
    pub fn left_join_along<A: Source, T: NewIn<S>, K: Kind<T> + Joins<T, S, Left = J>, J>(
        self,
        relation: Relation<A, T, K>,
    ) -> Select<P, J, G>
    where
        S: InScope<A>,
    {
        self.joined(" LEFT JOIN ", relation)
    }

    fn joined<A: Source, T: Source, K: Kind<T>, J>(
        mut self,
        keyword: &'static str,
        relation: Relation<A, T, K>,
    ) -> Select<P, J, G> {
        let path = relation.path();
        self.statement.part(Clause::Join, |out| {
            path.write_join(keyword, out);
            path.write_key(out);
        });
        self.typed()
    }
}
