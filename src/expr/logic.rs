//! `AND`, `OR`, `NOT`.

use super::operator::{BinaryOperator, UnaryOperator};
use super::precedence;
use crate::table::Nullness;
use crate::value::Value;

macro_rules! junction {
    ($($(#[$doc:meta])* $name:ident $infix:literal $precedence:ident;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl BinaryOperator for $name {
            const INFIX: &'static str = $infix;
            const PRECEDENCE: u8 = precedence::$precedence;
            const LEFT: u8 = precedence::$precedence;
            const RIGHT: u8 = precedence::$precedence;
            type Base<L: Value> = bool;
            type Null<L: Nullness, R: Nullness> = L::Or<R>;
        }
    )+ };
}

junction! {
    /// `AND`
    And " AND " AND;
    /// `OR`
    Or " OR " OR;
}

/// `NOT`
#[derive(Debug)]
pub enum Not {}

impl UnaryOperator for Not {
    const PREFIX: &'static str = "NOT ";
    const SUFFIX: &'static str = "";
    const PRECEDENCE: u8 = precedence::NOT;
    // `NOT a = b` needs no parentheses; they make it readable.
    const OPERAND: u8 = precedence::ATOM;
    type Base<E: Value> = bool;
    type Null<E: Nullness> = E;
}

/// A class of values that are true or false.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a boolean",
    label = "AND, OR and NOT need conditions"
)]
pub trait Boolean {}

#[diagnostic::do_not_recommend]
impl Boolean for bool {}
