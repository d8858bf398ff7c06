//! Text search, and the order of texts: the manual's pages "Text Search Functions and Operators" and "Collation Support".

use super::operator::operators;
use super::text::Text;
use super::{Binary, Class, Expression, IntoExpr, Typed, ValidIn, operand, precedence};
use crate::sql::{Piece, Statement};
use crate::value::{Bindable, SqlType, TsQuery, TsVector};

operators! {
    /// `@@`
    MatchesQuery " @@ " OTHER, bool;
    /// `||` of documents
    Append " || " OTHER, TsVector;
    /// `&&` of queries
    BothQueries " && " OTHER, TsQuery;
    /// `||` of queries
    EitherQuery " || " OTHER, TsQuery;
}

/// A class of values that are documents.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `tsvector`",
    label = "this needs a document for text search",
    note = "make one of a text: `to_tsvector(\"english\", text)`"
)]
pub trait Document {}

#[diagnostic::do_not_recommend]
impl Document for TsVector {}

/// A class of values that are queries of text search.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `tsquery`",
    label = "this needs a query of text search",
    note = "make one of a text: `websearch_to_tsquery(\"english\", text)`"
)]
pub trait SearchQuery {}

#[diagnostic::do_not_recommend]
impl SearchQuery for TsQuery {}

/// What documents and queries of text search can do.
pub trait SearchMethods: Typed + Sized {
    /// `self @@ query`: whether a document matches a query.
    fn matches_query<R: IntoExpr<TsQuery, Expr = E>, E>(self, query: R) -> Binary<MatchesQuery, Self, E>
    where
        Class<Self>: Document,
    {
        Binary::new(self, query.into_expr())
    }

    /// `self || document`: the words of both, those of the second after those of the first.
    fn append_document<R: IntoExpr<TsVector, Expr = E>, E>(self, document: R) -> Binary<Append, Self, E>
    where
        Class<Self>: Document,
    {
        Binary::new(self, document.into_expr())
    }

    /// `self && query`: what both queries match.
    fn and_query<R: IntoExpr<TsQuery, Expr = E>, E>(self, query: R) -> Binary<BothQueries, Self, E>
    where
        Class<Self>: SearchQuery,
    {
        Binary::new(self, query.into_expr())
    }

    /// `self || query`: what either query matches.
    fn or_query<R: IntoExpr<TsQuery, Expr = E>, E>(self, query: R) -> Binary<EitherQuery, Self, E>
    where
        Class<Self>: SearchQuery,
    {
        Binary::new(self, query.into_expr())
    }

    /// `self COLLATE "collation"`: the text, compared and ordered by the rules of a collation.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key)] id: i32, name: String }
    /// let query = select(Person::id).order_by(Person::name.collate("C").desc());
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "person"."id" FROM "person" ORDER BY "person"."name" COLLATE "C" DESC"#,
    /// );
    /// ```
    fn collate(self, collation: &'static str) -> Collated<Self>
    where
        Class<Self>: Text,
    {
        Collated { expr: self, collation }
    }
}

impl<E: Typed> SearchMethods for E {}

/// `expr COLLATE "collation"`
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Collated<E> {
    expr: E,
    collation: &'static str,
}

impl<E: Expression> Expression for Collated<E> {
    type From = E::From;
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;
    // It binds tighter than AT TIME ZONE and less tight than a sign.
    const PRECEDENCE: u8 = precedence::POWER;

    fn render(&self, out: &mut Statement) {
        operand(&self.expr, precedence::ATOM, out);
        out.text(" COLLATE ");
        out.push(Piece::Name(self.collation));
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        E::field()
    }
}

impl<E: Typed> Typed for Collated<E> {
    type Base = E::Base;
}

impl<S, E: ValidIn<S>> ValidIn<S> for Collated<E> {
    type Null = E::Null;
}

node!([E: Typed] Collated<E>);

#[diagnostic::do_not_recommend]
impl<E: Typed<Base: Bindable<K>>, K> IntoExpr<K> for Collated<E> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
