//! Calculating with dates, times and intervals: the manual's page "Date/Time Functions and Operators".
//!
//! The result's type is PostgreSQL's: a date and a number of days are a date, a date and an interval are a timestamp,
//! two dates are a number of days apart and two timestamps an interval.

use std::marker::PhantomData;

use super::{
    Add, Binary, BinaryOperator, Class, Divide, IntoArgument, IntoExpr, Multiply, Operand, Subtract, Typed,
    precedence,
};
use crate::table::Nullness;
use crate::value::{Calendar, Interval, Value, class};

/// A class that the operator `O` calculates with, together with a value of the class `C`; `V` is the left operand's type
/// and `W` that of the right one.
#[diagnostic::on_unimplemented(
    message = "SQL cannot calculate with `{Self}` and `{C}`",
    label = "PostgreSQL has no such operator",
    note = "calculate with an `Interval`, with days as `i32` for a date, or with another value of the same type"
)]
pub trait Calculate<O, C, V, W> {
    /// The result's type.
    type Result: Value;
}

macro_rules! results {
    ($($left:ty, $operator:ident, $right:ty => $result:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: Calendar, W> Calculate<$operator, $right, V, W> for $left {
            type Result = $result;
        }
    )+};
}

results! {
    class::Date, Add, i32 => V;
    class::Date, Subtract, i32 => V;
    class::Date, Subtract, class::Date => i32;
    class::Date, Add, Interval => V::Timestamp;
    class::Date, Subtract, Interval => V::Timestamp;
    class::Date, Add, class::Time => V::Timestamp;
    class::Time, Add, Interval => V;
    class::Time, Subtract, Interval => V;
    class::Time, Subtract, class::Time => Interval;
    class::Time, Add, class::Date => V::Timestamp;
    class::Timestamp, Add, Interval => V;
    class::Timestamp, Subtract, Interval => V;
    class::Timestamp, Subtract, class::Timestamp => Interval;
    class::TimestampTz, Add, Interval => V;
    class::TimestampTz, Subtract, Interval => V;
    class::TimestampTz, Subtract, class::TimestampTz => Interval;
}

macro_rules! intervals {
    ($($operator:ident $right:ty;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<W> Calculate<$operator, $right, Interval, W> for Interval {
            type Result = Interval;
        }
    )+};
}

intervals! {
    Add Interval;
    Subtract Interval;
    Multiply f64;
    Multiply i32;
    Divide f64;
    Divide i32;
}

macro_rules! after_intervals {
    ($($right:ident => $result:ident;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<W: Calendar> Calculate<Add, class::$right, Interval, W> for Interval {
            type Result = W::$result;
        }
    )+};
}

after_intervals! {
    Date => Timestamp;
    Time => Time;
    Timestamp => Timestamp;
    TimestampTz => TimestampTz;
}

/// The operator `O` with a result of the type `T`.
#[derive(Debug)]
pub struct Giving<O, T>(PhantomData<(O, T)>);

impl<O: BinaryOperator, T: Value> BinaryOperator for Giving<O, T> {
    const INFIX: &'static str = O::INFIX;
    const SUFFIX: &'static str = O::SUFFIX;
    const PRECEDENCE: u8 = O::PRECEDENCE;
    const LEFT: u8 = O::LEFT;
    const RIGHT: u8 = O::RIGHT;
    type Base<L: Value> = T;
    type Null<L: Nullness, R: Nullness> = O::Null<L, R>;
}

/// `AT TIME ZONE`, with a result of the type `T`
#[derive(Debug)]
pub struct AtTimeZone<T>(PhantomData<T>);

impl<T: Value> BinaryOperator for AtTimeZone<T> {
    const INFIX: &'static str = " AT TIME ZONE ";
    // It binds tighter than `^` and less tight than a sign.
    const PRECEDENCE: u8 = precedence::POWER;
    const LEFT: u8 = precedence::ATOM;
    const RIGHT: u8 = precedence::ATOM;
    type Base<L: Value> = T;
    type Null<L: Nullness, R: Nullness> = L::Or<R>;
}

/// A class of values that are moved between time zones; `V` is the type.
#[diagnostic::on_unimplemented(
    message = "a value of type `{Self}` is in no time zone",
    label = "AT TIME ZONE needs a timestamp",
    note = "a date and a time together are a timestamp: `date + time`"
)]
pub trait InTimeZone<V> {
    /// The result's type.
    type Result: Value;
}

#[diagnostic::do_not_recommend]
impl<V: Calendar> InTimeZone<V> for class::Timestamp {
    type Result = V::TimestampTz;
}

#[diagnostic::do_not_recommend]
impl<V: Calendar> InTimeZone<V> for class::TimestampTz {
    type Result = V::Timestamp;
}

/// What times can do.
pub trait TimeMethods: Typed + Sized {
    /// `self AT TIME ZONE zone`: of a `timestamp` the moment when clocks in that zone show it, a `timestamptz`; of a
    /// `timestamptz` what they show at that moment, a `timestamp`.
    ///
    /// ```
    /// # #[cfg(feature = "jiff-0_2")] {
    /// use piton::prelude::*;
    ///
    /// #[derive(Table)]
    /// struct Meeting {
    ///     #[column(primary_key)]
    ///     id: i32,
    ///     at: jiff::Timestamp,
    /// }
    ///
    /// let query = select(Meeting::at.at_time_zone("Europe/Berlin"));
    /// assert_eq!(query.to_sql(), r#"SELECT "meeting"."at" AT TIME ZONE $1 FROM "meeting""#);
    /// # }
    /// ```
    fn at_time_zone<R, E, T>(self, zone: R) -> Binary<AtTimeZone<T>, Self, E>
    where
        Class<Self>: InTimeZone<Self::Base, Result = T>,
        R: IntoExpr<String, Expr = E>,
    {
        Binary::new(self, zone.into_expr())
    }
}

impl<E: Typed> TimeMethods for E {}

macro_rules! operands {
    ($($left:ty),+ $(,)?) => {$(
        impl<R, E, O> Operand<$left, O> for R
        where
            R: IntoArgument<Expr = E>,
            E: Typed,
            O: BinaryOperator,
            <$left as Value>::Class: Calculate<O, Class<E>, $left, E::Base>,
        {
            type Expr = E;
            type Operator = Giving<O, <<$left as Value>::Class as Calculate<O, Class<E>, $left, E::Base>>::Result>;

            fn into_operand(self) -> E {
                self.into_argument()
            }
        }
    )+};
}

operands!(Interval);

#[cfg(feature = "chrono-0_4")]
operands! {
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::DateTime<chrono::Utc>,
    chrono::DateTime<chrono::FixedOffset>,
}

#[cfg(feature = "jiff-0_2")]
operands!(jiff::civil::Date, jiff::civil::Time, jiff::civil::DateTime, jiff::Timestamp);

#[cfg(feature = "time-0_3")]
operands!(time::Date, time::Time, time::PrimitiveDateTime, time::OffsetDateTime);
