//! Rows inside of rows: relations as a part of what a query selects.

use super::{Alone, And, Counted, Kind, Nest, Nestable, Path, PerRow, Related, Relation, Several};
use crate::sql::Statement;
use crate::table::Source;
use crate::value::Row;

/// What a row of `S` can be selected with: a relation, a count, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "this is no relation of table `{S}`",
    label = "not a relation of `{S}`",
    note = "give a relation that begins at `{S}`, one with `count()`, or a tuple of these"
)]
pub trait Nests<S> {
    /// What belongs to each row.
    type Each: Row + 'static;

    /// Adds it to each row.
    fn nest(&self, nest: &mut Nest);
}

/// What a related row is selected with, and the row with it: [`Alone`], or [`And`] relations.
pub trait NestTail<T: Source> {
    /// The row with it.
    type Row: Nestable;

    /// Adds it to each row.
    fn nest(&self, nest: &mut Nest);
}

impl<T: Source> NestTail<T> for Alone {
    type Row = T::Table;

    fn nest(&self, _: &mut Nest) {}
}

impl<T: Source, W: Nests<T>> NestTail<T> for And<W> {
    type Row = (T::Table, W::Each);

    fn nest(&self, nest: &mut Nest) {
        self.0.nest(nest);
    }
}

fn nest<K: Kind<T>, T: Source, W: NestTail<T>>(path: &Path, refined: &Statement, with: &W, nest: &mut Nest) {
    if K::MANY {
        nest.add(|out| {
            path.correlated(out, |key, out| {
                path.write_array(key, refined, |inner| with.nest(inner), out);
            });
        });
    } else {
        nest.add_row(path, refined, |inner| with.nest(inner));
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, T: Source, K: Kind<T>> Nests<S> for Relation<S, T, K> {
    type Each = K::Each<T::Table>;

    fn nest(&self, out: &mut Nest) {
        nest::<K, T, Alone>(&self.path(), &Statement::new(), &Alone, out);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source, T: Source, K: Kind<T>, W: NestTail<T>> Nests<S> for Related<S, T, K, W> {
    type Each = K::Each<W::Row>;

    fn nest(&self, out: &mut Nest) {
        nest::<K, T, W>(&self.path(), &self.refined, &self.with, out);
    }
}

#[diagnostic::do_not_recommend]
impl<S: Source> Nests<S> for Counted<S> {
    type Each = i64;

    fn nest(&self, nest: &mut Nest) {
        nest.add(|out| self.write(out));
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<Above, $($name: Nests<Above>),+> Nests<Above> for ($($name,)+) {
            type Each = ($($name::Each,)+);

            #[allow(non_snake_case, reason = "the type parameters' names serve as variables")]
            fn nest(&self, nest: &mut Nest) {
                let ($($name,)+) = self;
                $($name.nest(nest);)+
            }
        }
    };
}

crate::for_each_tuple!(tuples);

macro_rules! methods {
    ($([$($generics:tt)*] $relation:ty, $with:ty;)+) => { $(
        impl<$($generics)*> $relation {
            /// The related rows as a part of what a query selects: a `Vec` beside each row, in the same statement.
            ///
            /// It is an array of rows, which the server collects for each row by itself, `ARRAY(SELECT ROW(..) ..)`, so that a
            /// `LIMIT` counts the rows of the query and not the related ones. The foreign key needs an index; of many rows
            /// with few related ones `load` costs the server less.
            ///
            /// ```
            /// # use piton::prelude::*;
            /// # #[derive(Table)] #[has_many(posts: Post)] struct User { #[column(primary_key)] id: i32 }
            /// # #[derive(Table)]
            /// # struct Post { #[column(primary_key)] id: i32, #[column(references = User::id)] author_id: i32 }
            /// let query = select((User, User::posts.nested())).limit(10);
            /// assert_eq!(
            ///     query.to_sql(),
            ///     r#"SELECT "user"."id", ARRAY(SELECT ROW("post"."id", "post"."author_id") FROM "post" WHERE "post"."author_id" = "user"."id" ORDER BY "post"."id") FROM "user" LIMIT 10"#,
            /// );
            /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
            /// # let query = select((User, User::posts.nested())).limit(10);
            /// let users: Vec<(User, Vec<Post>)> = query.all(db).await?;
            /// # Ok(()) }
            /// ```
            pub fn nested<R: Nestable>(self) -> PerRow<S, Vec<R>>
            where
                K: Several,
                $with: NestTail<T, Row = R>,
            {
                let related = self.related();
                let path = related.path();
                PerRow::new(|out| {
                    path.correlated(out, |key, out| {
                        path.write_array(key, &related.refined, |nest| related.with.nest(nest), out);
                    });
                })
            }
        }
    )+ };
}

methods! {
    [S: Source, T: Source, K: Kind<T>] Relation<S, T, K>, Alone;
    [S: Source, T: Source, K: Kind<T>, W] Related<S, T, K, W>, W;
}
