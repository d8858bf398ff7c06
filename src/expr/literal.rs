//! Constants that stand in the statement's text.

use frunk_core::hlist::HNil;

use super::{Expression, IntoExpr, Typed, ValidIn, precedence};
use crate::sql::{Piece, Statement, quote_literal};
use crate::table::NotNull;
use crate::table::identity::False;
use crate::value::{Bindable, Value};

/// A type whose values can be written as SQL constants.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a SQL constant",
    label = "not a constant",
    note = "numbers, booleans and texts can; bind any other value with `value(..)`"
)]
pub trait Literal {
    /// The type of the constant.
    type Value: Value;

    /// The constant as SQL writes it, with its type.
    fn to_literal(&self) -> String;
}

macro_rules! number {
    ($($type:ty => $sql:literal;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Literal for $type {
            type Value = $type;

            // In quotes with its type, because a bare number in ORDER BY counts columns, and a bare sign is an operator.
            fn to_literal(&self) -> String {
                format!("'{self}'::{}", $sql)
            }
        }
    )+ };
}

number! {
    i16 => "smallint";
    i32 => "integer";
    i64 => "bigint";
}

#[diagnostic::do_not_recommend]
impl Literal for f64 {
    type Value = f64;

    fn to_literal(&self) -> String {
        let text = if self.is_nan() {
            "NaN".to_owned()
        } else if self.is_infinite() {
            (if *self > 0.0 { "Infinity" } else { "-Infinity" }).to_owned()
        } else {
            self.to_string()
        };
        format!("'{text}'::double precision")
    }
}

#[diagnostic::do_not_recommend]
impl Literal for bool {
    type Value = bool;

    fn to_literal(&self) -> String {
        (if *self { "TRUE" } else { "FALSE" }).to_owned()
    }
}

#[diagnostic::do_not_recommend]
impl Literal for &str {
    type Value = String;

    fn to_literal(&self) -> String {
        let mut out = String::new();
        quote_literal(&mut out, self);
        out.push_str("::text");
        out
    }
}

#[diagnostic::do_not_recommend]
impl Literal for String {
    type Value = String;

    fn to_literal(&self) -> String {
        self.as_str().to_literal()
    }
}

/// A constant in the statement's text.
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Constant<V> {
    text: std::sync::Arc<str>,
    value: std::marker::PhantomData<V>,
}

/// A value written into the statement's text instead of being sent as a parameter.
///
/// The planner knows a constant when it plans and does not know a parameter; and every other constant is
/// another statement, to be prepared anew. Use it for values that never change.
///
/// ```
/// use piton::prelude::*;
///
/// assert_eq!(select(constant("it's")).to_sql(), "SELECT 'it''s'::text");
/// ```
///
/// PostgreSQL refuses a text that contains the character U+0000.
#[allow(clippy::needless_pass_by_value, reason = "as `value` takes its argument")]
pub fn constant<V: Literal<Value = T>, T>(value: V) -> Constant<T> {
    Constant { text: value.to_literal().into(), value: std::marker::PhantomData }
}

impl<V: Value> Expression for Constant<V> {
    type From = HNil;
    type Aggregates = False;
    type Bare = ();
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        out.push(Piece::Owned(self.text.clone()));
    }
}

impl<V: Value> Typed for Constant<V> {
    type Base = V;
}

impl<S, V: Value> ValidIn<S> for Constant<V> {
    type Null = NotNull;
}

node!([V: Value] Constant<V>);

#[diagnostic::do_not_recommend]
impl<V: Value + Bindable<K>, K> IntoExpr<K> for Constant<V> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
