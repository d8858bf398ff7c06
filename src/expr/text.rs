//! Operators on text.

use super::operator::operators;
use super::{Binary, Class, IntoExpr, Typed};

/// A class of values that text operators take.
#[diagnostic::on_unimplemented(message = "`{Self}` is not text", label = "a text operator needs text")]
pub trait Text {}

#[diagnostic::do_not_recommend]
impl Text for String {}

operators! {
    /// `LIKE`
    Like " LIKE " LIKE, bool;
    /// `NOT LIKE`
    NotLike " NOT LIKE " LIKE, bool;
    /// `ILIKE`
    ILike " ILIKE " LIKE, bool;
    /// `NOT ILIKE`
    NotILike " NOT ILIKE " LIKE, bool;
    /// `SIMILAR TO`
    SimilarTo " SIMILAR TO " LIKE, bool;
    /// `NOT SIMILAR TO`
    NotSimilarTo " NOT SIMILAR TO " LIKE, bool;
    /// `~`
    Matches " ~ " OTHER, bool;
    /// `~*`
    IMatches " ~* " OTHER, bool;
    /// `!~`
    NotMatches " !~ " OTHER, bool;
    /// `!~*`
    NotIMatches " !~* " OTHER, bool;
    /// `||`
    Concat " || " OTHER, String;
}

/// A pattern for `LIKE` in which the text stands for itself.
pub(super) fn escape_like(before: &str, text: &str, after: &str) -> String {
    let mut pattern = String::with_capacity(before.len() + text.len() + after.len());
    pattern.push_str(before);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push_str(after);
    pattern
}

/// Patterns that are no `LIKE`: the manual's page "Pattern Matching".
pub trait PatternMethods: Typed + Sized {
    /// `self ~ pattern`: whether a part of the text matches a regular expression.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// let query = select(Person::id).filter(Person::name.matches("^A.*e$"));
    /// assert_eq!(query.to_sql(), r#"SELECT "person"."id" FROM "person" WHERE "person"."name" ~ $1"#);
    /// ```
    fn matches<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<Matches, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self ~* pattern`: as [`matches`](Self::matches), whatever the case.
    fn imatches<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<IMatches, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self !~ pattern`: whether no part of the text matches a regular expression.
    fn not_matches<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<NotMatches, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self !~* pattern`: as [`not_matches`](Self::not_matches), whatever the case.
    fn not_imatches<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<NotIMatches, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self SIMILAR TO pattern`: whether the whole text matches a regular expression of the SQL standard.
    fn similar_to<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<SimilarTo, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }

    /// `self NOT SIMILAR TO pattern`
    fn not_similar_to<R: IntoExpr<String, Expr = E>, E>(self, pattern: R) -> Binary<NotSimilarTo, Self, E>
    where
        Class<Self>: Text,
    {
        Binary::new(self, pattern.into_expr())
    }
}

impl<E: Typed> PatternMethods for E {}
