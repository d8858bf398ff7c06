//! The frame of a window: which rows of the partition a function sees.

use std::marker::PhantomData;

use crate::expr::{Bind, Expression, NullRule};
use crate::sql::Statement;
use crate::value::{Encode, Value};

/// What a window says of its frame.
pub trait FrameClause {
    /// Whether it can be empty.
    type State: FrameState;
    /// Whether it is written at all.
    const WRITTEN: bool;

    /// Appends the text and the parameters.
    fn render(&self, out: &mut Statement);
}

/// Whether a frame can be empty: [`NeverEmpty`] or [`MaybeEmpty`].
pub trait FrameState {
    /// Never empty where neither is.
    type And<S: FrameState>: FrameState;
    /// The rule for a frame that is never empty, or that for one that can be.
    type Rule<Full: NullRule, Empty: NullRule>: NullRule;
}

/// The frame holds a row at least, the current one.
#[derive(Debug)]
pub enum NeverEmpty {}

/// The frame holds no row at times.
#[derive(Debug)]
pub enum MaybeEmpty {}

impl FrameState for NeverEmpty {
    type And<S: FrameState> = S;
    type Rule<Full: NullRule, Empty: NullRule> = Full;
}

impl FrameState for MaybeEmpty {
    type And<S: FrameState> = MaybeEmpty;
    type Rule<Full: NullRule, Empty: NullRule> = Empty;
}

/// No frame is written: it ends with the rows that are ordered as the current one.
impl FrameClause for () {
    type State = NeverEmpty;
    const WRITTEN: bool = false;

    fn render(&self, _: &mut Statement) {}
}

/// The frame of a named window, which is not known here.
#[derive(Clone, Debug)]
pub struct Inherited(pub(super) ());

impl FrameClause for Inherited {
    type State = MaybeEmpty;
    const WRITTEN: bool = false;

    fn render(&self, _: &mut Statement) {}
}

/// `ROWS BETWEEN start AND end`
#[derive(Clone, Debug)]
pub struct Frame<S, E> {
    pub(super) mode: &'static str,
    pub(super) start: S,
    pub(super) end: E,
}

impl<S: Starts, E: EndsAfter<S>> FrameClause for Frame<S, E> {
    type State = <S::State as FrameState>::And<E::State>;
    const WRITTEN: bool = true;

    fn render(&self, out: &mut Statement) {
        out.text(self.mode);
        self.start.render(out);
        out.text(" AND ");
        self.end.render(out);
    }
}

/// A frame without some of its rows; `N` says whether the current one stays.
#[derive(Debug)]
pub struct Excluding<X, N> {
    frame: X,
    what: &'static str,
    state: PhantomData<fn() -> N>,
}

impl<X, N> Excluding<X, N> {
    pub(super) fn new(frame: X, what: &'static str) -> Self {
        Excluding { frame, what, state: PhantomData }
    }
}

impl<X: Clone, N> Clone for Excluding<X, N> {
    fn clone(&self) -> Self {
        Excluding::new(self.frame.clone(), self.what)
    }
}

impl<X: FrameClause, N: FrameState> FrameClause for Excluding<X, N> {
    type State = <X::State as FrameState>::And<N>;
    const WRITTEN: bool = true;

    fn render(&self, out: &mut Statement) {
        self.frame.render(out);
        out.text(self.what);
    }
}

/// An end of a frame.
pub trait Edge {
    /// Appends the text and the parameters.
    fn render(&self, out: &mut Statement);
}

/// What a frame can start with.
#[diagnostic::on_unimplemented(message = "a frame cannot start here", label = "not a start of a frame")]
pub trait Starts: Edge {
    /// Whether what starts here holds the current row.
    type State: FrameState;
}

/// What a frame that starts with `S` can end with.
#[diagnostic::on_unimplemented(message = "a frame cannot end before it starts", label = "before the start")]
pub trait EndsAfter<S>: Edge {
    /// Whether what ends here holds the current row.
    type State: FrameState;
}

/// An end of a frame that is counted in rows or groups.
#[diagnostic::on_unimplemented(
    message = "ROWS and GROUPS are counted by integers",
    label = "not a number of rows",
    note = "a distance of another type needs `range_between(..)`"
)]
pub trait Counted {}

macro_rules! edges {
    ($($(#[$doc:meta])+ $name:ident, $function:ident $text:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug)]
        pub struct $name(());

        $(#[$doc])+
        #[must_use]
        pub fn $function() -> $name {
            $name(())
        }

        impl Edge for $name {
            fn render(&self, out: &mut Statement) {
                out.text($text);
            }
        }

        #[diagnostic::do_not_recommend]
        impl Counted for $name {}
    )+};
}

edges! {
    /// `UNBOUNDED PRECEDING`: the first row of the partition.
    UnboundedPreceding, unbounded_preceding "UNBOUNDED PRECEDING";
    /// `CURRENT ROW`: for RANGE and GROUPS also those that are ordered the same.
    CurrentRow, current_row "CURRENT ROW";
    /// `UNBOUNDED FOLLOWING`: the last row of the partition.
    UnboundedFollowing, unbounded_following "UNBOUNDED FOLLOWING";
}

macro_rules! offsets {
    ($($(#[$doc:meta])+ $name:ident, $function:ident $text:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug)]
        pub struct $name<V>(Bind<V>);

        $(#[$doc])+
        ///
        /// A negative offset is an error of the server.
        pub fn $function<V: Value>(offset: V) -> $name<V> {
            $name(Bind(offset))
        }

        impl<V: Encode> Edge for $name<V> {
            fn render(&self, out: &mut Statement) {
                self.0.render(out);
                out.text($text);
            }
        }

        #[diagnostic::do_not_recommend]
        impl Counted for $name<i16> {}

        #[diagnostic::do_not_recommend]
        impl Counted for $name<i32> {}

        #[diagnostic::do_not_recommend]
        impl Counted for $name<i64> {}
    )+};
}

offsets! {
    /// `offset PRECEDING`: so far before the current row.
    Preceding, preceding " PRECEDING";
    /// `offset FOLLOWING`: so far after the current row.
    Following, following " FOLLOWING";
}

macro_rules! order {
    ($([$($generics:tt)*] $end:ty, $start:ty: $state:ident;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> EndsAfter<$start> for $end {
            type State = $state;
        }
    )+};
}

order! {
    [V: Encode] Preceding<V>, UnboundedPreceding: MaybeEmpty;
    [V: Encode, W] Preceding<V>, Preceding<W>: MaybeEmpty;
    [] CurrentRow, UnboundedPreceding: NeverEmpty;
    [W] CurrentRow, Preceding<W>: NeverEmpty;
    [] CurrentRow, CurrentRow: NeverEmpty;
    [V: Encode] Following<V>, UnboundedPreceding: NeverEmpty;
    [V: Encode, W] Following<V>, Preceding<W>: NeverEmpty;
    [V: Encode] Following<V>, CurrentRow: NeverEmpty;
    [V: Encode, W] Following<V>, Following<W>: NeverEmpty;
    // A start that is none is reported alone.
    [V: Encode] Preceding<V>, UnboundedFollowing: MaybeEmpty;
    [] CurrentRow, UnboundedFollowing: NeverEmpty;
    [V: Encode] Following<V>, UnboundedFollowing: NeverEmpty;
    [] UnboundedFollowing, UnboundedFollowing: NeverEmpty;
    [] UnboundedFollowing, UnboundedPreceding: NeverEmpty;
    [W] UnboundedFollowing, Preceding<W>: NeverEmpty;
    [] UnboundedFollowing, CurrentRow: NeverEmpty;
    [W] UnboundedFollowing, Following<W>: NeverEmpty;
}

#[diagnostic::do_not_recommend]
impl Starts for UnboundedPreceding {
    type State = NeverEmpty;
}

#[diagnostic::do_not_recommend]
impl<V: Encode> Starts for Preceding<V> {
    type State = NeverEmpty;
}

#[diagnostic::do_not_recommend]
impl Starts for CurrentRow {
    type State = NeverEmpty;
}

#[diagnostic::do_not_recommend]
impl<V: Encode> Starts for Following<V> {
    type State = MaybeEmpty;
}
