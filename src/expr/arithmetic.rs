//! `+`, `-`, `*`, `/`, `%`.
//!
//! Both operands have the same type, and the result has it too. Like PostgreSQL, `/` of integers truncates
//! towards zero, and overflow is an error of the server.

use super::operator::{BinaryOperator, UnaryOperator};
use super::{Expression, IntoExpr, precedence};
use crate::table::Nullness;
use crate::value::Value;

/// A type that can be calculated with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "SQL cannot calculate with `{Self}`"
)]
pub trait Number: Value {
    /// What can be calculated with it: values of its class.
    type Operand;
}

macro_rules! numbers {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Number for $type {
            type Operand = <$type as Value>::Class;
        }
    )+ };
}

numbers! { i16 i32 i64 f32 f64 crate::value::Numeric }

#[cfg(feature = "rust_decimal-1")]
numbers! { rust_decimal::Decimal }

/// A type of numbers that a whole number can stand before: `1 - column`.
#[diagnostic::on_unimplemented(
    message = "SQL cannot calculate with `i32` and `{Self}`",
    label = "not two numbers of one type",
    note = "a whole number stands before `i32`, `i64`, `f64` and exact numbers; bind any other with `value(..)`"
)]
pub trait AfterWhole: Number {
    /// The whole number in this type.
    fn whole(number: i32) -> Self;
}

macro_rules! after_whole {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl AfterWhole for $type {
            fn whole(number: i32) -> Self {
                number.into()
            }
        }
    )+ };
}

after_whole! { i32 i64 f64 crate::value::Numeric }

#[cfg(feature = "rust_decimal-1")]
after_whole! { rust_decimal::Decimal }

/// What can be calculated with a value of the type `N` by the operator `O`.
// Rust's operators ask for nothing else, so that a text that is added to says that it is no number; asked of the left
// operand, that would be a note below "cannot add".
#[diagnostic::on_unimplemented(
    message = "SQL cannot calculate with `{N}` and `{Self}`",
    label = "not two numbers of one type",
    note = "both operands are numbers of the same type"
)]
pub trait Operand<N, O> {
    /// The expression.
    type Expr: Expression;
    /// The operator, with the result's type.
    type Operator: BinaryOperator;

    /// Makes the expression.
    fn into_operand(self) -> Self::Expr;
}

impl<N: Number, R: IntoExpr<N::Operand>, O: BinaryOperator> Operand<N, O> for R {
    type Expr = R::Expr;
    type Operator = O;

    fn into_operand(self) -> R::Expr {
        self.into_expr()
    }
}

/// A type with a sign that can be turned: a number or an interval.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "SQL cannot calculate with `{Self}`"
)]
pub trait Signed: Value {}

#[diagnostic::do_not_recommend]
impl<N: Number> Signed for N {}

#[diagnostic::do_not_recommend]
impl Signed for crate::value::Interval {}

/// A type that PostgreSQL has `%` for.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no `%` for `{Self}`",
    label = "`%` is for integers and exact numbers"
)]
pub trait ExactNumber: Number {}

macro_rules! exact_numbers {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl ExactNumber for $type {}
    )+ };
}

exact_numbers! { i16 i32 i64 crate::value::Numeric }

#[cfg(feature = "rust_decimal-1")]
exact_numbers! { rust_decimal::Decimal }

/// What can divide a value of the type `N` with a remainder.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no `%` for `{N}` and `{Self}`",
    label = "not two exact numbers of one type",
    note = "`%` is for integers and exact numbers of the same type"
)]
pub trait ExactOperand<N, O> {
    /// The expression.
    type Expr: Expression;
    /// The operator.
    type Operator: BinaryOperator;

    /// Makes the expression.
    fn into_operand(self) -> Self::Expr;
}

impl<N: ExactNumber, R: IntoExpr<N::Operand>, O: BinaryOperator> ExactOperand<N, O> for R {
    type Expr = R::Expr;
    type Operator = O;

    fn into_operand(self) -> R::Expr {
        self.into_expr()
    }
}

macro_rules! arithmetic {
    ($($(#[$doc:meta])* $name:ident $infix:literal $precedence:ident;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl BinaryOperator for $name {
            const INFIX: &'static str = $infix;
            const PRECEDENCE: u8 = precedence::$precedence;
            const LEFT: u8 = precedence::$precedence;
            const RIGHT: u8 = precedence::$precedence + 1;
            type Base<L: Value> = L;
            type Null<L: Nullness, R: Nullness> = L::Or<R>;
        }
    )+ };
}

arithmetic! {
    /// `+`
    Add " + " SUM;
    /// `-`
    Subtract " - " SUM;
    /// `*`
    Multiply " * " PRODUCT;
    /// `/`
    Divide " / " PRODUCT;
    /// `%`
    Remainder " % " PRODUCT;
}

/// The markers under the names of Rust's operator traits.
pub(crate) mod ops {
    pub(crate) use super::{Add, Divide as Div, Multiply as Mul, Remainder as Rem, Subtract as Sub};
}

/// `-` before a number
#[derive(Debug)]
pub enum Negate {}

impl UnaryOperator for Negate {
    const PREFIX: &'static str = "-";
    const SUFFIX: &'static str = "";
    const PRECEDENCE: u8 = precedence::SIGN;
    // Two signs in a row would begin a comment.
    const OPERAND: u8 = precedence::SIGN + 1;
    type Base<E: Value> = E;
    type Null<E: Nullness> = E;
}
