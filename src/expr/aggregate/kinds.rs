//! What aggregates take, and what they give.

use crate::value::newtype::Newtype;
use crate::value::{Foreign, Interval, Numeric, Value, class};

/// A type that has a sum.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be summed", label = "`sum` needs a number")]
pub trait Summable: Value {
    /// The sum's type.
    type Sum: Value;
}

/// A type that has a mean.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be averaged", label = "this needs a number")]
pub trait Averageable: Value {
    /// The mean's type.
    type Average: Value;
}

/// A type whose values can be spread.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a number", label = "this needs a number")]
pub trait Varying: Value {
    /// The type of how far they are spread.
    type Spread: Value;
}

/// A type that has values between two others.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no values between two others",
    label = "`percentile_cont` needs a number or an interval",
    note = "for any other type, take the nearest value: `percentile_disc`"
)]
pub trait Interpolated: Value {
    /// The type of what is between: `double precision` for every number.
    type Between: Value;
}

#[diagnostic::do_not_recommend]
impl<N: Averageable + crate::expr::Number> Varying for N {
    type Spread = N::Average;
}

macro_rules! results {
    ($($type:ty: $sum:ty, $average:ty, $between:ty;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Summable for $type {
            type Sum = $sum;
        }

        #[diagnostic::do_not_recommend]
        impl Averageable for $type {
            type Average = $average;
        }

        #[diagnostic::do_not_recommend]
        impl Interpolated for $type {
            type Between = $between;
        }
    )+ };
}

results! {
    i16: i64, Numeric, f64;
    i32: i64, Numeric, f64;
    i64: Numeric, Numeric, f64;
    f32: f32, f64, f64;
    f64: f64, f64, f64;
    Numeric: Numeric, Numeric, f64;
    Interval: Interval, Interval, Interval;
}

#[cfg(feature = "rust_decimal-1")]
results! {
    rust_decimal::Decimal: rust_decimal::Decimal, rust_decimal::Decimal, f64;
}

/// A type whose bits can be put together.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an integer", label = "only integers have bits")]
pub trait Bitwise: Value {}

#[diagnostic::do_not_recommend]
impl Bitwise for i16 {}
#[diagnostic::do_not_recommend]
impl Bitwise for i32 {}
#[diagnostic::do_not_recommend]
impl Bitwise for i64 {}

/// A type that has a greatest and a least value.
///
/// PostgreSQL compares more types than it has `max` and `min` for: `boolean`, `jsonb` and, before version 18, `uuid` and
/// `bytea` have none.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no `max` and `min` for `{Self}`",
    label = "has no greatest or least value",
    note = "for booleans there are `bool_or(..)` and `bool_and(..)`"
)]
pub trait Extreme: Value {}

#[diagnostic::do_not_recommend]
impl<V: Value<Class: HasExtremes>> Extreme for V {}

/// A class of values that have a greatest and a least one.
pub trait HasExtremes {}

macro_rules! extremes {
    ($($class:ty),+) => { $(
        #[diagnostic::do_not_recommend]
        impl HasExtremes for $class {}
    )+ };
}

extremes! {
    i16, i32, i64, f32, f64, String, Interval, class::Numeric, class::Date, class::Time, class::Timestamp,
    class::TimestampTz
}

#[diagnostic::do_not_recommend]
impl<C> HasExtremes for Vec<C> {}

#[diagnostic::do_not_recommend]
impl<N: Newtype<Inner: Extreme>> HasExtremes for N {}

#[diagnostic::do_not_recommend]
impl<T, M> HasExtremes for Foreign<T, M> {}
