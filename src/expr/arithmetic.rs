//! `+`, `-`, `*`, `/`, `%`.
//!
//! Both operands have the same type, and the result has it too. Like PostgreSQL, `/` of integers truncates
//! towards zero, and overflow is an error of the server.

use super::operator::{BinaryOperator, UnaryOperator};
use super::precedence;
use crate::table::Nullness;
use crate::value::Value;

/// A type that can be calculated with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "SQL cannot calculate with `{Self}`"
)]
pub trait Number: Value {}

impl Number for i16 {}
impl Number for i32 {}
impl Number for i64 {}
impl Number for f32 {}
impl Number for f64 {}
impl Number for crate::value::Numeric {}

#[cfg(feature = "rust_decimal-1")]
impl Number for rust_decimal::Decimal {}

/// A type that PostgreSQL has `%` for.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no `%` for `{Self}`",
    label = "`%` is for integers and exact numbers"
)]
pub trait ExactNumber: Number {}

impl ExactNumber for i16 {}
impl ExactNumber for i32 {}
impl ExactNumber for i64 {}
impl ExactNumber for crate::value::Numeric {}

#[cfg(feature = "rust_decimal-1")]
impl ExactNumber for rust_decimal::Decimal {}

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
