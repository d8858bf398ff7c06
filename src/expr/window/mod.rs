//! Window functions: the manual's pages "Window Functions" and "Window Function Calls".

mod frame;
pub(super) mod functions;
mod spec;

use std::marker::PhantomData;

pub use self::frame::{
    Counted, CurrentRow, Edge, EndsAfter, Excluding, Following, Frame, FrameClause, FrameState, Inherited,
    MaybeEmpty, NeverEmpty, Preceding, Starts, UnboundedFollowing, UnboundedPreceding, current_row,
    following, preceding, unbounded_following, unbounded_preceding,
};
pub use self::spec::{PartitionItems, Sorted, Window, WindowIn, named, window};
use super::{
    Aggregate, AggregateFunction, Args, ArgsIn, Expression, Function, IntoExpr, Modifiers, Named, NullRule,
    Typed, ValidIn, precedence,
};
use crate::sql::Statement;
use crate::table::identity::Answer;
use crate::table::{Nullness, Scope};
use crate::value::{Bindable, SqlType, Value};

/// A function of the rows around a row, which stands only before `OVER`.
pub trait WindowFunction: Function {
    /// Whether the result is NULL where the frame can be empty. Where it cannot, that is [`Function::Null`].
    type OfFrame: NullRule;
}

/// A call of a window function that does not say yet of which rows: `.over(window())`.
#[derive(Debug)]
#[must_use = "a window function needs its window: `.over(window())`"]
pub struct WindowFunctionCall<F, A> {
    args: A,
    function: PhantomData<F>,
}

impl<F, A> WindowFunctionCall<F, A> {
    /// The call with these arguments, a tuple.
    #[doc(hidden)]
    pub fn new(args: A) -> Self {
        WindowFunctionCall { args, function: PhantomData }
    }

    /// The function of the rows around each row.
    pub fn over<P, O, X>(self, window: Window<P, O, X>) -> Over<Self, Window<P, O, X>> {
        Over::new(self, window)
    }
}

impl<F, A: Clone> Clone for WindowFunctionCall<F, A> {
    fn clone(&self) -> Self {
        WindowFunctionCall::new(self.args.clone())
    }
}

/// What stands before `OVER`.
pub trait Windowable {
    /// See [`Expression::From`].
    type From: Scope;
    /// See [`Expression::Aggregates`], of the arguments.
    type Aggregates: Answer;
    /// See [`Expression::Bare`], of the arguments.
    type Bare;
    /// The result's type.
    type Base: Value;
    /// See [`Expression::NAMED`].
    const NAMED: Option<Named>;

    /// Appends the call.
    fn render(&self, out: &mut Statement);

    /// See [`Expression::field`].
    #[must_use]
    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)>;
}

/// A call whose arguments' tables are in the scope `S`, of rows of a frame `X`.
pub trait WindowableIn<S, X> {
    /// Whether the result can be NULL there.
    type Null: Nullness;
}

impl<F: Function, A: Args> Windowable for WindowFunctionCall<F, A> {
    type From = A::From;
    type Aggregates = A::Aggregates;
    type Bare = A::Bare;
    type Base = F::Base;
    const NAMED: Option<Named> = if F::KEEPS_TYPE { A::NAMED } else { None };

    fn render(&self, out: &mut Statement) {
        F::NAME.write(out);
        let after = |i: usize| if i + 1 < A::COUNT { ", " } else { "" };
        self.args.render(0, Self::NAMED, &after, out);
        out.text(")");
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        if F::KEEPS_TYPE { A::field() } else { None }
    }
}

impl<S, X: FrameState, F: WindowFunction, A: ArgsIn<S>> WindowableIn<S, X> for WindowFunctionCall<F, A> {
    type Null = <X::Rule<F::Null, F::OfFrame> as NullRule>::Null<A::First, A::Any, A::All>;
}

impl<F: Function, A: Args, M: Modifiers, W: Args> Windowable for Aggregate<F, A, M, W> {
    type From = <A::From as Scope>::OrElse<W::From>;
    type Aggregates = <A::Aggregates as Answer>::Or<W::Aggregates>;
    type Bare = (A::Bare, W::Bare);
    type Base = F::Base;
    const NAMED: Option<Named> = <Self as Expression>::NAMED;

    fn render(&self, out: &mut Statement) {
        Expression::render(self, out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        <Self as Expression>::field()
    }
}

impl<S, X: FrameState, F: AggregateFunction, A: ArgsIn<S>, M> WindowableIn<S, X> for Aggregate<F, A, M> {
    type Null = <X::Rule<F::OfRows, F::Null> as NullRule>::Null<A::First, A::Any, A::All>;
}

// Of rows that a filter takes, there may be none.
impl<S, X, F: AggregateFunction, A: ArgsIn<S>, M, C: ValidIn<S>> WindowableIn<S, X>
    for Aggregate<F, A, M, (C,)>
{
    type Null = <F::Null as NullRule>::Null<A::First, A::Any, A::All>;
}

/// `call OVER (window)`
#[derive(Clone, Debug)]
#[must_use = "an expression does nothing until it is added to a query"]
pub struct Over<C, W> {
    call: C,
    window: W,
}

impl<C, W> Over<C, W> {
    pub(super) fn new(call: C, window: W) -> Self {
        Over { call, window }
    }
}

impl<C: Windowable, P: Args, O: Args, X: FrameClause> Expression for Over<C, Window<P, O, X>> {
    type From = <<C::From as Scope>::OrElse<P::From> as Scope>::OrElse<O::From>;
    type Aggregates =
        <<<C::Aggregates as Answer>::Or<P::Aggregates> as Answer>::Or<O::Aggregates> as Answer>::WithWindow;
    type Bare = (C::Bare, (P::Bare, O::Bare));
    const PRECEDENCE: u8 = precedence::ATOM;

    fn render(&self, out: &mut Statement) {
        self.call.render(out);
        out.text(" OVER ");
        self.window.render(out);
    }

    fn field() -> Option<((&'static str, &'static str), Option<&'static SqlType>)> {
        C::field()
    }

    const NAMED: Option<Named> = C::NAMED;
}

impl<C: Windowable, P: Args, O: Args, X: FrameClause> Typed for Over<C, Window<P, O, X>> {
    type Base = C::Base;
}

#[rustfmt::skip]
impl<S, C: Windowable + WindowableIn<S, X::State>, P: ArgsIn<S>, O: ArgsIn<S>, X: FrameClause> ValidIn<S> for Over<C, Window<P, O, X>> {
    type Null = C::Null;
}

node!([C: Windowable, P: Args, O: Args, X: FrameClause] Over<C, Window<P, O, X>>);

#[diagnostic::do_not_recommend]
impl<C: Windowable<Base: Bindable<K>>, P: Args, O: Args, X: FrameClause, K> IntoExpr<K>
    for Over<C, Window<P, O, X>>
{
    type Expr = Self;

    fn into_expr(self) -> Self {
        self
    }
}
