//! `ANY` and `ALL` of a query.

use super::operator::BinaryOperator;
use super::{Binary, Class, QueryOf, Typed, precedence};
use crate::table::Nullness;
use crate::value::Value;

macro_rules! quantified {
    ($($(#[$doc:meta])* $name:ident $infix:literal;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl BinaryOperator for $name {
            const INFIX: &'static str = $infix;
            const SUFFIX: &'static str = ")";
            const PRECEDENCE: u8 = precedence::COMPARISON;
            const LEFT: u8 = precedence::LIKE;
            const RIGHT: u8 = precedence::LIKE;
            type Base<L: Value> = bool;
            type Null<L: Nullness, R: Nullness> = L::Or<R>;
        }
    )+ };
}

quantified! {
    /// `= ANY(..)`
    EqualAny " = ANY(";
    /// `= ALL(..)`
    EqualAll " = ALL(";
    /// `<> ANY(..)`
    NotEqualAny " <> ANY(";
    /// `<> ALL(..)`
    NotEqualAll " <> ALL(";
    /// `< ANY(..)`
    LessAny " < ANY(";
    /// `< ALL(..)`
    LessAll " < ALL(";
    /// `<= ANY(..)`
    LessOrEqualAny " <= ANY(";
    /// `<= ALL(..)`
    LessOrEqualAll " <= ALL(";
    /// `> ANY(..)`
    GreaterAny " > ANY(";
    /// `> ALL(..)`
    GreaterAll " > ALL(";
    /// `>= ANY(..)`
    GreaterOrEqualAny " >= ANY(";
    /// `>= ALL(..)`
    GreaterOrEqualAll " >= ALL(";
}

/// Comparisons with the rows of a query, which has one column.
///
/// `ANY` is true if the comparison holds for a row, and false if there is none; `ALL` is true if it holds for every row,
/// and if there is none. Where NULLs leave that open, either is NULL.
// Each method is written out, because messages show the lines of a macro.
pub trait QuantifiedMethods: Typed + Sized {
    /// `self = ANY(query)`
    fn eq_any<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<EqualAny, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self = ALL(query)`
    fn eq_all<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<EqualAll, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self <> ANY(query)`
    fn ne_any<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<NotEqualAny, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self <> ALL(query)`
    fn ne_all<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<NotEqualAll, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self < ANY(query)`
    fn lt_any<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<LessAny, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self < ALL(query)`
    fn lt_all<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<LessAll, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self <= ANY(query)`
    fn le_any<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<LessOrEqualAny, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self <= ALL(query)`
    fn le_all<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<LessOrEqualAll, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self > ANY(query)`
    fn gt_any<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<GreaterAny, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self > ALL(query)`
    fn gt_all<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<GreaterAll, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self >= ANY(query)`
    fn ge_any<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<GreaterOrEqualAny, Self, E> {
        Binary::new(self, query.into_rows())
    }

    /// `self >= ALL(query)`
    fn ge_all<Q: QueryOf<Class<Self>, Expr = E>, E>(self, query: Q) -> Binary<GreaterOrEqualAll, Self, E> {
        Binary::new(self, query.into_rows())
    }
}

impl<E: Typed> QuantifiedMethods for E {}
