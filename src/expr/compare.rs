//! Comparisons.

use super::operator::{BinaryOperator, UnaryOperator};
use super::{Expression, IntoExpr, Typed, ValidIn, operand, operand_beside, precedence};
use crate::sql::Statement;
use crate::table::identity::Answer;
use crate::table::{NotNull, Nullness, Scope};
use crate::value::Value;

macro_rules! comparison {
    ($($(#[$doc:meta])* $name:ident $infix:literal $suffix:literal [$left:ident, $right:ident] $null:ty;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl BinaryOperator for $name {
            const INFIX: &'static str = $infix;
            const SUFFIX: &'static str = $suffix;
            const PRECEDENCE: u8 = precedence::COMPARISON;
            const LEFT: u8 = precedence::LIKE;
            const RIGHT: u8 = precedence::LIKE;
            type Base<L: Value> = bool;
            type Null<$left: Nullness, $right: Nullness> = $null;
        }
    )+ };
}

comparison! {
    /// `=`
    Equal " = " "" [L, R] L::Or<R>;
    /// `<>`
    NotEqual " <> " "" [L, R] L::Or<R>;
    /// `<`
    Less " < " "" [L, R] L::Or<R>;
    /// `<=`
    LessOrEqual " <= " "" [L, R] L::Or<R>;
    /// `>`
    Greater " > " "" [L, R] L::Or<R>;
    /// `>=`
    GreaterOrEqual " >= " "" [L, R] L::Or<R>;
    /// `= ANY(..)` of an array
    In " = ANY(" ")" [L, R] L::Or<R>;
    /// `<> ALL(..)` of an array
    NotIn " <> ALL(" ")" [L, R] L::Or<R>;
    /// `IS DISTINCT FROM`: two NULLs are the same
    IsDistinctFrom " IS DISTINCT FROM " "" [L, R] NotNull;
    /// `IS NOT DISTINCT FROM`: two NULLs are the same
    IsNotDistinctFrom " IS NOT DISTINCT FROM " "" [L, R] NotNull;
}

macro_rules! null_test {
    ($($(#[$doc:meta])* $name:ident $suffix:literal;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl UnaryOperator for $name {
            const PREFIX: &'static str = "";
            const SUFFIX: &'static str = $suffix;
            const PRECEDENCE: u8 = precedence::IS;
            const OPERAND: u8 = precedence::LIKE;
            type Base<E: Value> = bool;
            type Null<E: Nullness> = NotNull;
        }
    )+ };
}

null_test! {
    /// `IS NULL`
    IsNull " IS NULL";
    /// `IS NOT NULL`
    IsNotNull " IS NOT NULL";
    /// `IS TRUE`
    IsTrue " IS TRUE";
    /// `IS NOT TRUE`: false or NULL
    IsNotTrue " IS NOT TRUE";
    /// `IS FALSE`
    IsFalse " IS FALSE";
    /// `IS NOT FALSE`: true or NULL
    IsNotFalse " IS NOT FALSE";
    /// `IS UNKNOWN`
    IsUnknown " IS UNKNOWN";
    /// `IS NOT UNKNOWN`
    IsNotUnknown " IS NOT UNKNOWN";
}

/// `.. BETWEEN .. AND ..`
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Between<E, L, H> {
    expr: E,
    low: L,
    high: H,
}

impl<E, L, H> Between<E, L, H> {
    pub(super) fn new(expr: E, low: L, high: H) -> Self {
        Between { expr, low, high }
    }
}

impl<E: Expression, L: Expression, H: Expression> Expression for Between<E, L, H> {
    type From = <<E::From as Scope>::OrElse<L::From> as Scope>::OrElse<H::From>;
    type Aggregates = <<E::Aggregates as Answer>::Or<L::Aggregates> as Answer>::Or<H::Aggregates>;
    type Bare = (E::Bare, (L::Bare, H::Bare));
    const PRECEDENCE: u8 = precedence::COMPARISON;

    fn render(&self, out: &mut Statement) {
        operand(&self.expr, precedence::OTHER, out);
        out.text(" BETWEEN ");
        operand_beside(&self.low, precedence::OTHER, E::NAMED, out);
        out.text(" AND ");
        operand_beside(&self.high, precedence::OTHER, E::NAMED, out);
    }
}

impl<E: Typed, L: Expression, H: Expression> Typed for Between<E, L, H> {
    type Base = bool;
}

impl<S, E: ValidIn<S>, L: ValidIn<S>, H: ValidIn<S>> ValidIn<S> for Between<E, L, H> {
    type Null = <<E::Null as Nullness>::Or<L::Null> as Nullness>::Or<H::Null>;
}

node!([E: Typed, L: Expression, H: Expression] Between<E, L, H>);

#[diagnostic::do_not_recommend]
impl<E: Typed, L: Expression, H: Expression> IntoExpr<bool> for Between<E, L, H> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
