//! Operators with one and with two operands.

use std::marker::PhantomData;

use super::{Expression, IntoExpr, OrderBy, Typed, ValidIn, operand, operand_beside};
use crate::sql::{Clause, Statement};
use crate::table::identity::Answer;
use crate::table::{Nullness, Scope};
use crate::value::{Bindable, Value};

/// An operator between two operands.
pub trait BinaryOperator {
    /// What stands between the operands.
    const INFIX: &'static str;
    /// What stands after them.
    const SUFFIX: &'static str = "";
    /// How tightly it binds.
    const PRECEDENCE: u8;
    /// How tightly the left operand must bind to need no parentheses.
    const LEFT: u8;
    /// How tightly the right operand must bind to need no parentheses.
    const RIGHT: u8;
    /// Whether a value takes the type that the attributes of the other operand's column name.
    const SAME_TYPE: bool = true;
    /// The result's type, from the left operand's.
    type Base<L: Value>: Value;
    /// Whether the result can be NULL.
    type Null<L: Nullness, R: Nullness>: Nullness;
}

/// Makes operators whose operands bind tighter than `LIKE`, or as tight on the left: name, infix, how tightly it binds,
/// and the result's type, which may be that of the left operand, `L`. It is NULL where an operand is, or `null at times`.
/// Behind `of other types:` stand operators whose operands have types of their own.
macro_rules! operators {
    (@null $left:ident $right:ident) => { $left::Or<$right> };
    (@null $left:ident $right:ident $at:ident) => { $crate::table::Nullable };
    (of other types: $($operators:tt)+) => { operators!(@all false $($operators)+); };
    (@all $same:literal $($(#[$doc:meta])* $name:ident $infix:literal $precedence:ident, $base:ty $(, null $at:ident times)?;)+) => { $(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl $crate::expr::BinaryOperator for $name {
            const INFIX: &'static str = $infix;
            const PRECEDENCE: u8 = $crate::expr::precedence::$precedence;
            const LEFT: u8 = $crate::expr::operator::at_least($crate::expr::precedence::$precedence);
            const RIGHT: u8 = $crate::expr::precedence::$precedence + 1;
            const SAME_TYPE: bool = $same;
            type Base<L: $crate::value::Value> = $base;
            type Null<L: $crate::table::Nullness, R: $crate::table::Nullness> = operators!(@null L R $($at)?);
        }
    )+ };
    ($($operators:tt)+) => { operators!(@all true $($operators)+); };
}

pub(super) use operators;

/// How tightly the left operand of an operator that binds so tightly must bind: at least as tightly as `||`.
pub(super) const fn at_least(precedence: u8) -> u8 {
    if precedence > super::precedence::OTHER { precedence } else { super::precedence::OTHER }
}

/// Two expressions with an operator between them.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Binary<O, L, R> {
    left: L,
    right: R,
    operator: PhantomData<O>,
}

impl<O, L, R> Binary<O, L, R> {
    #[doc(hidden)]
    pub fn new(left: L, right: R) -> Self {
        Binary { left, right, operator: PhantomData }
    }
}

impl<O, L: Clone, R: Clone> Clone for Binary<O, L, R> {
    fn clone(&self) -> Self {
        Binary::new(self.left.clone(), self.right.clone())
    }
}

impl<O: BinaryOperator, L: Expression, R: Expression> Expression for Binary<O, L, R> {
    type From = <L::From as Scope>::OrElse<R::From>;
    type Aggregates = <L::Aggregates as Answer>::Or<R::Aggregates>;
    type Bare = (L::Bare, R::Bare);
    const PRECEDENCE: u8 = O::PRECEDENCE;

    fn render(&self, out: &mut Statement) {
        let (left, right) = if O::SAME_TYPE { (R::NAMED, L::NAMED) } else { (None, None) };
        operand_beside(&self.left, O::LEFT, left, out);
        out.text(O::INFIX);
        operand_beside(&self.right, O::RIGHT, right, out);
        if !O::SUFFIX.is_empty() {
            out.text(O::SUFFIX);
        }
    }
}

impl<O: BinaryOperator, L: Typed, R: Expression> Typed for Binary<O, L, R> {
    type Base = O::Base<L::Base>;
}

impl<S, O: BinaryOperator, L: ValidIn<S>, R: ValidIn<S>> ValidIn<S> for Binary<O, L, R> {
    type Null = O::Null<L::Null, R::Null>;
}

/// An operator with one operand.
pub trait UnaryOperator {
    /// What stands before the operand.
    const PREFIX: &'static str;
    /// What stands after it.
    const SUFFIX: &'static str;
    /// How tightly it binds.
    const PRECEDENCE: u8;
    /// How tightly the operand must bind to need no parentheses.
    const OPERAND: u8;
    /// The result's type, from the operand's.
    type Base<E: Value>: Value;
    /// Whether the result can be NULL.
    type Null<E: Nullness>: Nullness;
}

/// An expression with an operator before or after it.
#[derive(Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Unary<O, E> {
    expr: E,
    operator: PhantomData<O>,
}

impl<O, E> Unary<O, E> {
    #[doc(hidden)]
    pub fn new(expr: E) -> Self {
        Unary { expr, operator: PhantomData }
    }
}

impl<O, E: Clone> Clone for Unary<O, E> {
    fn clone(&self) -> Self {
        Unary::new(self.expr.clone())
    }
}

impl<O: UnaryOperator, E: Expression> Expression for Unary<O, E> {
    type From = E::From;
    type Aggregates = E::Aggregates;
    type Bare = E::Bare;
    const PRECEDENCE: u8 = O::PRECEDENCE;

    fn render(&self, out: &mut Statement) {
        if !O::PREFIX.is_empty() {
            out.text(O::PREFIX);
        }
        operand(&self.expr, O::OPERAND, out);
        if !O::SUFFIX.is_empty() {
            out.text(O::SUFFIX);
        }
    }
}

impl<O: UnaryOperator, E: Typed> Typed for Unary<O, E> {
    type Base = O::Base<E::Base>;
}

impl<S, O: UnaryOperator, E: ValidIn<S>> ValidIn<S> for Unary<O, E> {
    type Null = O::Null<E::Null>;
}

node!(@nullable [O: BinaryOperator, L: Typed, R: Expression] Binary<O, L, R>);
node!(@rest [O: BinaryOperator, L: Typed, R: Expression] Binary<O, L, R>);

#[diagnostic::do_not_recommend]
impl<O: BinaryOperator, L: Typed, R: Expression> super::DistinctOrder for Binary<O, L, R> {
    type Items<Rest> = crate::table::HCons<super::Computed, Rest>;
}

// Not by the macro, whose lines would stand in messages.
impl<S, O: BinaryOperator, L: ValidIn<S>, R: ValidIn<S>> OrderBy<S> for Binary<O, L, R> {
    type Aggregates = <Self as Expression>::Aggregates;
    type Bare = <Self as Expression>::Bare;

    fn write(self, out: &mut Statement) {
        out.part(Clause::OrderBy, |out| self.render(out));
    }
}

node!([O: UnaryOperator, E: Typed] Unary<O, E>);

#[diagnostic::do_not_recommend]
impl<O: BinaryOperator<Base<L::Base>: Bindable<K>>, L: Typed, R: Expression, K> IntoExpr<K>
    for Binary<O, L, R>
{
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<O: UnaryOperator<Base<E::Base>: Bindable<K>>, E: Typed, K> IntoExpr<K> for Unary<O, E> {
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
