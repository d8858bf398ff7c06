//! Conditions across a relation: whether there are related rows.

use super::{Kind, PerRow, Related, Relation};
use crate::expr::{Condition, NoOuter, RowCondition, precedence};
use crate::sql::{Clause, Statement};
use crate::table::Source;

fn exists<S: Source, T: Source, K: Kind<T>, W>(
    related: &Related<S, T, K, W>,
    exists: bool,
    condition: impl FnOnce(&mut Statement),
) -> PerRow<S, bool> {
    let mut refined = related.refined.clone();
    refined.part(Clause::Where, condition);
    PerRow::new(|out| related.path().write_exists(&refined, exists, out))
}

macro_rules! methods {
    ($([$($generics:tt)*] $relation:ty;)+) => { $(
        impl<$($generics)*> $relation {
            /// Whether a related row satisfies the condition, which is never NULL: `EXISTS (SELECT ..)`.
            ///
            /// ```
            /// # use piton::prelude::*;
            /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
            /// # #[derive(Table)]
            /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32, likes: i32 }
            /// let query = select(User).filter(User::posts.any(Post::likes.gt(100)));
            /// assert_eq!(
            ///     query.to_sql(),
            ///     r#"SELECT "user"."id" FROM "user" WHERE EXISTS (SELECT 1 FROM "post" WHERE "post"."author_id" = "user"."id" AND "post"."likes" > $1)"#,
            /// );
            /// ```
            pub fn any<E: Condition<K::Tables, Bare = B> + RowCondition, B: NoOuter>(
                self,
                condition: E,
            ) -> PerRow<S, bool> {
                exists(&self.related(), true, |out| condition.write(precedence::AND, out))
            }

            /// Whether no related row satisfies the condition: `NOT EXISTS (SELECT ..)`.
            pub fn none<E: Condition<K::Tables, Bare = B> + RowCondition, B: NoOuter>(
                self,
                condition: E,
            ) -> PerRow<S, bool> {
                exists(&self.related(), false, |out| condition.write(precedence::AND, out))
            }

            /// Whether the condition is true for every related row, as it is where there is none:
            /// `NOT EXISTS (SELECT .. WHERE (condition) IS NOT TRUE)`.
            pub fn every<E: Condition<K::Tables, Bare = B> + RowCondition, B: NoOuter>(
                self,
                condition: E,
            ) -> PerRow<S, bool> {
                exists(&self.related(), false, |out| {
                    condition.write(precedence::LIKE, out);
                    out.text(" IS NOT TRUE");
                })
            }

            /// Whether there is a related row: `EXISTS (SELECT ..)`.
            pub fn exists(self) -> PerRow<S, bool> {
                let related = self.related();
                PerRow::new(|out| related.path().write_exists(&related.refined, true, out))
            }
        }
    )+ };
}

methods! {
    [S: Source, T: Source, K: Kind<T>] Relation<S, T, K>;
    [S: Source, T: Source, K: Kind<T>, W] Related<S, T, K, W>;
}
