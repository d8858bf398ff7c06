//! What JSON can do: the manual's page "JSON Functions and Operators".

use super::operator::operators;
use super::{Binary, Class, IntoExpr, Typed};
use crate::value::{JsonPath, class};

/// A class of values that are JSON.
#[diagnostic::on_unimplemented(message = "`{Self}` is not JSON", label = "this needs a `jsonb`")]
pub trait Json {}

#[diagnostic::do_not_recommend]
impl Json for class::Jsonb {}

operators! {
    of other types:
    /// `->`
    Get " -> " OTHER, serde_json::Value, null at times;
    /// `->>`
    GetText " ->> " OTHER, String, null at times;
    /// `#>`
    GetPath " #> " OTHER, serde_json::Value, null at times;
    /// `#>>`
    GetPathText " #>> " OTHER, String, null at times;
    /// `?`
    HasKey " ? " OTHER, bool;
    /// `?|`
    HasAnyKey " ?| " OTHER, bool;
    /// `?&`
    HasAllKeys " ?& " OTHER, bool;
    /// `||` of JSON
    Merge " || " OTHER, serde_json::Value;
    /// `-` of JSON
    Without " - " SUM, serde_json::Value;
    /// `#-`
    WithoutPath " #- " OTHER, serde_json::Value;
    /// `@?`
    PathExists " @? " OTHER, bool, null at times;
    /// `@@` of JSON
    PathMatches " @@ " OTHER, bool, null at times;
}

/// What a `jsonb` can do. What it holds is JSON again, a `serde_json::Value`, or text.
///
/// Of a column with `sql_type = "json"` PostgreSQL has `get`, `get_text`, `get_path`, `get_path_text` and those with an index;
/// for the others make it a `jsonb` first: `to_jsonb(column)`.
pub trait JsonMethods: Typed + Sized {
    /// `self -> key`: the value of a key, as JSON; NULL where there is none.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Event { #[column(primary_key)] id: i32, data: serde_json::Value }
    /// let query = select(Event::data.get("user").get_text("name"));
    /// assert_eq!(query.to_sql(), r#"SELECT "event"."data" -> $1 ->> $2 FROM "event""#);
    /// ```
    fn get<R: IntoExpr<String, Expr = E>, E>(self, key: R) -> Binary<Get, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, key.into_expr())
    }

    /// `self -> index`: an element of an array, counted from 0, or from the end where it is negative.
    fn get_at<R: IntoExpr<i32, Expr = E>, E>(self, index: R) -> Binary<Get, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, index.into_expr())
    }

    /// `self ->> key`: the value of a key, as text; NULL where there is none, and for the JSON `null`.
    fn get_text<R: IntoExpr<String, Expr = E>, E>(self, key: R) -> Binary<GetText, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, key.into_expr())
    }

    /// `self ->> index`: an element of an array, as text.
    fn get_text_at<R: IntoExpr<i32, Expr = E>, E>(self, index: R) -> Binary<GetText, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, index.into_expr())
    }

    /// `self #> path`: the value at a path of keys and indexes, as JSON.
    fn get_path<R: IntoExpr<Vec<String>, Expr = E>, E>(self, path: R) -> Binary<GetPath, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, path.into_expr())
    }

    /// `self #>> path`: the value at a path of keys and indexes, as text.
    fn get_path_text<R: IntoExpr<Vec<String>, Expr = E>, E>(self, path: R) -> Binary<GetPathText, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, path.into_expr())
    }

    /// `self ? key`: whether an object has a key, or an array a text.
    fn has_key<R: IntoExpr<String, Expr = E>, E>(self, key: R) -> Binary<HasKey, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, key.into_expr())
    }

    /// `self ?| keys`: whether any of the keys is there.
    fn has_any_key<R: IntoExpr<Vec<String>, Expr = E>, E>(self, keys: R) -> Binary<HasAnyKey, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, keys.into_expr())
    }

    /// `self ?& keys`: whether all of the keys are there.
    fn has_all_keys<R: IntoExpr<Vec<String>, Expr = E>, E>(self, keys: R) -> Binary<HasAllKeys, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, keys.into_expr())
    }

    /// `self || right`: the keys of two objects, the right one's counting, or the elements of two arrays.
    fn merge<R: IntoExpr<class::Jsonb, Expr = E>, E>(self, right: R) -> Binary<Merge, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self - key`: without a key, or without the elements of an array that are this text.
    fn without_key<R: IntoExpr<String, Expr = E>, E>(self, key: R) -> Binary<Without, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, key.into_expr())
    }

    /// `self - keys`: without any of the keys.
    fn without_keys<R: IntoExpr<Vec<String>, Expr = E>, E>(self, keys: R) -> Binary<Without, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, keys.into_expr())
    }

    /// `self - index`: an array without an element.
    fn without_at<R: IntoExpr<i32, Expr = E>, E>(self, index: R) -> Binary<Without, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, index.into_expr())
    }

    /// `self #- path`: without what is at a path.
    fn without_path<R: IntoExpr<Vec<String>, Expr = E>, E>(self, path: R) -> Binary<WithoutPath, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, path.into_expr())
    }

    /// `self @? path`: whether the path finds anything; NULL where it cannot be told.
    fn path_exists<R: IntoExpr<JsonPath, Expr = E>, E>(self, path: R) -> Binary<PathExists, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, path.into_expr())
    }

    /// `self @@ path`: the answer of the path's first predicate; NULL where it has none.
    fn path_matches<R: IntoExpr<JsonPath, Expr = E>, E>(self, path: R) -> Binary<PathMatches, Self, E>
    where
        Class<Self>: Json,
    {
        Binary::new(self, path.into_expr())
    }
}

impl<E: Typed> JsonMethods for E {}
