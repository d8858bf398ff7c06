//! Bits of integers: the manual's page "Mathematical Functions and Operators".

use super::operator::operators;
use super::{Binary, Class, IntoExpr, Typed, Unary, UnaryOperator, precedence};
use crate::table::Nullness;
use crate::value::Value;

/// A class of values that have bits.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an integer", label = "only integers have bits")]
pub trait Bits {}

#[diagnostic::do_not_recommend]
impl Bits for i16 {}
#[diagnostic::do_not_recommend]
impl Bits for i32 {}
#[diagnostic::do_not_recommend]
impl Bits for i64 {}

operators! {
    /// `&`
    BitsAnd " & " OTHER, L;
    /// `|`
    BitsOr " | " OTHER, L;
    /// `#`
    BitsXor " # " OTHER, L;
    /// `<<`
    ShiftLeft " << " OTHER, L;
    /// `>>`
    ShiftRight " >> " OTHER, L;
}

/// `~` before an integer
#[derive(Debug)]
pub enum BitsNot {}

impl UnaryOperator for BitsNot {
    const PREFIX: &'static str = "~";
    const SUFFIX: &'static str = "";
    const PRECEDENCE: u8 = precedence::OTHER;
    // Two operators in a row would be one.
    const OPERAND: u8 = precedence::ATOM;
    type Base<E: Value> = E;
    type Null<E: Nullness> = E;
}

/// The bits of integers. Rust's `&`, `|` and `!` are `AND`, `OR` and `NOT` of conditions.
pub trait BitMethods: Typed + Sized {
    /// `self & right`
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct File { #[column(primary_key)] id: i32, mode: i32 }
    /// let query = select(File::id).filter(File::mode.bits_and(0o111).ne(0));
    /// assert_eq!(query.to_sql(), r#"SELECT "file"."id" FROM "file" WHERE "file"."mode" & $1 <> $2"#);
    /// ```
    fn bits_and<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<BitsAnd, Self, E>
    where
        Class<Self>: Bits,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self | right`
    fn bits_or<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<BitsOr, Self, E>
    where
        Class<Self>: Bits,
    {
        Binary::new(self, right.into_expr())
    }

    /// `self # right`: the bits that only one of both has.
    fn bits_xor<R: IntoExpr<Class<Self>, Expr = E>, E>(self, right: R) -> Binary<BitsXor, Self, E>
    where
        Class<Self>: Bits,
    {
        Binary::new(self, right.into_expr())
    }

    /// `~self`
    fn bits_not(self) -> Unary<BitsNot, Self>
    where
        Class<Self>: Bits,
    {
        Unary::new(self)
    }

    /// `self << count`
    fn shift_left<R: IntoExpr<i32, Expr = E>, E>(self, count: R) -> Binary<ShiftLeft, Self, E>
    where
        Class<Self>: Bits,
    {
        Binary::new(self, count.into_expr())
    }

    /// `self >> count`: the sign stays.
    fn shift_right<R: IntoExpr<i32, Expr = E>, E>(self, count: R) -> Binary<ShiftRight, Self, E>
    where
        Class<Self>: Bits,
    {
        Binary::new(self, count.into_expr())
    }
}

impl<E: Typed> BitMethods for E {}
