//! Text search: the manual's page "Text Search Functions and Operators".
//!
//! A configuration, such as `"english"`, stands in the statement's text, because an index on `to_tsvector('english', ..)`
//! is used only where the query says the same.

use std::sync::Arc;

use frunk_core::hlist::HNil;
use piton_derive::builtin_function;

use crate::expr::{Call, CallName, Expression, Function, IfAny, IntoExpr, ValidIn, precedence};
use crate::sql::{Piece, Statement, quote_literal};
use crate::table::NotNull;
use crate::table::identity::False;
use crate::value::{TsQuery, TsVector};

builtin_function! {
    /// `ts_rank(vector, query)`: how well they match, by how often words are found.
    pub fn ts_rank(vector: TsVector, query: TsQuery) -> f32 = "ts_rank";
    /// `ts_rank_cd(vector, query)`: how well they match, by how near to each other words are found.
    pub fn ts_rank_cd(vector: TsVector, query: TsQuery) -> f32 = "ts_rank_cd";
    /// `strip(vector)`: without positions and weights.
    pub fn strip(vector: TsVector) -> TsVector = "strip";
    /// `tsvector_to_array(vector)`: its words.
    pub fn tsvector_to_array(vector: TsVector) -> Vec<String> = "tsvector_to_array";
    /// `length(vector)`: how many words.
    pub fn tsvector_length(vector: TsVector) -> i32 = "length";
    /// `numnode(query)`: how many words and operators.
    pub fn numnode(query: TsQuery) -> i32 = "numnode";
    /// `querytree(query)`: the part of the query that an index can answer, as text.
    pub fn querytree(query: TsQuery) -> String = "querytree";
}

/// A constant in the text, with its type.
#[derive(Clone, Debug)]
pub struct Literally(Arc<str>);

impl Literally {
    fn new(text: &str, ty: &str) -> Self {
        let mut literal = String::new();
        quote_literal(&mut literal, text);
        literal.push_str(ty);
        Literally(literal.into())
    }
}

impl Expression for Literally {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.push(Piece::Owned(self.0.clone()));
    }
}

impl<S> ValidIn<S> for Literally {
    type Null = NotNull;
}

macro_rules! configured {
    ($($(#[$doc:meta])+ $name:ident($arg:ident) -> $ret:ty = $sql:literal;)+) => {$(
        $(#[$doc])+
        pub fn $name<R: IntoExpr<String, Expr = E>, E>(config: &'static str, $arg: R) -> Call<$name, (Literally, E)> {
            Call::new((Literally::new(config, "::regconfig"), $arg.into_expr()))
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the function's name")]
        #[derive(Debug)]
        pub enum $name {}

        impl Function for $name {
            const NAME: CallName = CallName::Text($sql);
            type Base = $ret;
            type Null = IfAny;
        }
    )+};
}

configured! {
    /// `to_tsvector(config, text)`: the words of a text.
    ///
    /// ```
    /// # use piton::functions::{to_tsvector, websearch_to_tsquery};
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Post { #[column(primary_key)] id: i32, body: String }
    /// let words = to_tsvector("english", Post::body);
    /// let query = select(Post::id).filter(words.matches_query(websearch_to_tsquery("english", "rust -java")));
    /// assert_eq!(
    ///     query.to_sql(),
    ///     r#"SELECT "post"."id" FROM "post" WHERE to_tsvector('english'::regconfig, "post"."body") @@ websearch_to_tsquery('english'::regconfig, $1)"#,
    /// );
    /// ```
    to_tsvector(text) -> TsVector = "to_tsvector(";
    /// `to_tsquery(config, query)`: a query with operators; what is none is an error of the server.
    to_tsquery(query) -> TsQuery = "to_tsquery(";
    /// `plainto_tsquery(config, text)`: all words of a text.
    plainto_tsquery(text) -> TsQuery = "plainto_tsquery(";
    /// `phraseto_tsquery(config, text)`: the words of a text one after another.
    phraseto_tsquery(text) -> TsQuery = "phraseto_tsquery(";
    /// `websearch_to_tsquery(config, text)`: a query as people write it for a search engine; it is never an error.
    websearch_to_tsquery(text) -> TsQuery = "websearch_to_tsquery(";
}

/// `ts_headline(config, text, query)`: the parts of a text that match, with the words in `<b>`.
pub fn ts_headline<T, A, Q, B>(
    config: &'static str,
    text: T,
    query: Q,
) -> Call<ts_headline, (Literally, A, B)>
where
    T: IntoExpr<String, Expr = A>,
    Q: IntoExpr<TsQuery, Expr = B>,
{
    Call::new((Literally::new(config, "::regconfig"), text.into_expr(), query.into_expr()))
}

/// `ts_headline(config, text, query, options)`, with options such as `StartSel=<em>, StopSel=</em>`.
pub fn ts_headline_with<T, A, Q, B, O, C>(
    config: &'static str,
    text: T,
    query: Q,
    options: O,
) -> Call<ts_headline, (Literally, A, B, C)>
where
    T: IntoExpr<String, Expr = A>,
    Q: IntoExpr<TsQuery, Expr = B>,
    O: IntoExpr<String, Expr = C>,
{
    let config = Literally::new(config, "::regconfig");
    Call::new((config, text.into_expr(), query.into_expr(), options.into_expr()))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum ts_headline {}

impl Function for ts_headline {
    const NAME: CallName = CallName::Text("ts_headline(");
    type Base = String;
    type Null = IfAny;
}

/// How much the words of a document count; `A` the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// `A`
    A,
    /// `B`
    B,
    /// `C`
    C,
    /// `D`, which words have that were given none.
    D,
}

/// `setweight(vector, weight)`: the document with this weight for all its words.
pub fn setweight<R: IntoExpr<TsVector, Expr = E>, E>(
    vector: R,
    weight: Weight,
) -> Call<setweight, (E, Literally)> {
    let weight = match weight {
        Weight::A => "A",
        Weight::B => "B",
        Weight::C => "C",
        Weight::D => "D",
    };
    Call::new((vector.into_expr(), Literally::new(weight, "::\"char\"")))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub enum setweight {}

impl Function for setweight {
    const NAME: CallName = CallName::Text("setweight(");
    type Base = TsVector;
    type Null = IfAny;
}
