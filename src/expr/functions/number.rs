//! Functions on numbers: the manual's page "Mathematical Functions and Operators".

use piton_derive::builtin_function;

use crate::expr::Number;
use crate::value::{Numeric, Value};

builtin_function! {
    /// `abs(number)`: without its sign.
    pub fn abs<N: Number>(number: N) -> N = "abs";
    /// `sign(number)`: -1, 0 or 1.
    pub fn sign<N: Rounded>(number: N) -> N::Result = "sign";
    /// `ceil(number)`: the nearest integer that is not less, of type `numeric` for `numeric` and `double precision` else.
    pub fn ceil<N: Rounded>(number: N) -> N::Result = "ceil";
    /// `floor(number)`: the nearest integer that is not greater; of the type that [`ceil`] has.
    pub fn floor<N: Rounded>(number: N) -> N::Result = "floor";
    /// `round(number)`: the nearest integer; half-way between two, that further from zero for `numeric`, mostly the even
    /// one else.
    pub fn round<N: Rounded>(number: N) -> N::Result = "round";
    /// `round(number, digits)`: to so many digits after the point, or before it where that is negative.
    pub fn round_to<N: Decimal>(number: N, digits: i32) -> N = "round";
    /// `trunc(number)`: the nearest integer towards zero.
    pub fn trunc<N: Rounded>(number: N) -> N::Result = "trunc";
    /// `trunc(number, digits)`: cut to so many digits after the point.
    pub fn trunc_to<N: Decimal>(number: N, digits: i32) -> N = "trunc";
    /// `mod(left, right)`: the remainder, with the sign of `left`.
    pub fn modulo<N: Exact>(left: N, right: N) -> N = "mod";
    /// `div(left, right)`: the quotient, cut towards zero.
    pub fn div<N: Decimal>(left: N, right: N) -> N = "div";
    /// `gcd(left, right)`: the greatest common divisor.
    pub fn gcd<N: WideExact>(left: N, right: N) -> N = "gcd";
    /// `lcm(left, right)`: the least common multiple.
    pub fn lcm<N: WideExact>(left: N, right: N) -> N = "lcm";
    /// `power(base, exponent)`
    pub fn power<N: Rounded>(base: N, exponent: N) -> N::Result = "power";
    /// `sqrt(number)`
    pub fn sqrt<N: Rounded>(number: N) -> N::Result = "sqrt";
    /// `cbrt(number)`: the cube root.
    pub fn cbrt(number: f64) -> f64 = "cbrt";
    /// `exp(number)`: e to this power.
    pub fn exp<N: Rounded>(number: N) -> N::Result = "exp";
    /// `ln(number)`: the natural logarithm.
    pub fn ln<N: Rounded>(number: N) -> N::Result = "ln";
    /// `log(number)`: the logarithm to base 10.
    pub fn log<N: Rounded>(number: N) -> N::Result = "log";
    /// `log(base, number)`: the logarithm to any base, of exact numbers.
    pub fn log_of<N: Decimal>(base: N, number: N) -> N = "log";
    /// `factorial(number)`
    pub fn factorial(number: i64) -> Numeric = "factorial";
    /// `pi()`
    pub fn pi() -> f64 = "pi";
    /// `random()`: from 0 up to, and not including, 1.
    pub fn random() -> f64 = "random";
    /// `degrees(radians)`
    pub fn degrees(radians: f64) -> f64 = "degrees";
    /// `radians(degrees)`
    pub fn radians(degrees: f64) -> f64 = "radians";
    /// `sin(radians)`
    pub fn sin(radians: f64) -> f64 = "sin";
    /// `cos(radians)`
    pub fn cos(radians: f64) -> f64 = "cos";
    /// `tan(radians)`
    pub fn tan(radians: f64) -> f64 = "tan";
    /// `asin(number)`, in radians.
    pub fn asin(number: f64) -> f64 = "asin";
    /// `acos(number)`, in radians.
    pub fn acos(number: f64) -> f64 = "acos";
    /// `atan(number)`, in radians.
    pub fn atan(number: f64) -> f64 = "atan";
    /// `atan2(y, x)`, in radians.
    pub fn atan2(y: f64, x: f64) -> f64 = "atan2";
    /// `scale(number)`: how many digits are kept after the point; NULL for NaN and infinities.
    pub fn scale<N: Decimal>(number: N) -> Option<i32> = "scale";
    /// `trim_scale(number)`: without zeros at the end of the digits after the point.
    pub fn trim_scale<N: Decimal>(number: N) -> N = "trim_scale";
    /// `width_bucket(number, low, high, count)`: in which of `count` equal parts of the range the number lies, 0 below
    /// and `count + 1` above it.
    pub fn width_bucket(number: f64, low: f64, high: f64, count: i32) -> i32 = "width_bucket";
    /// `to_hex(number)`: in hexadecimal digits.
    pub fn to_hex<N: WideInteger>(number: N) -> String = "to_hex";
}

/// A number that PostgreSQL rounds, with the type of the result.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "SQL cannot calculate with `{Self}`"
)]
pub trait Rounded: Number {
    /// `numeric` for itself, `double precision` for all other numbers.
    type Result: Value;
}

macro_rules! rounded {
    ($($type:ty: $result:ty;)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Rounded for $type {
            type Result = $result;
        }
    )+ };
}

rounded! { i16: f64; i32: f64; i64: f64; f32: f64; f64: f64; Numeric: Numeric; }

macro_rules! kinds {
    ($($name:ident { $($type:ty)+ })+) => { $($(
        #[diagnostic::do_not_recommend]
        impl $name for $type {}
    )+)+ };
}

/// A number with exact digits after the point: `numeric`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an exact number",
    label = "this needs a `numeric`",
    note = "cast it: `.cast::<Numeric>()`"
)]
pub trait Decimal: Number {}

/// A number that divides with a remainder: an integer or `numeric`.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no remainder of `{Self}`",
    label = "this needs an integer or an exact number"
)]
pub trait Exact: Number {}

/// `integer`, `bigint` or `numeric`.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no common divisors of `{Self}`",
    label = "this needs `i32`, `i64` or an exact number"
)]
pub trait WideExact: Number {}

/// `integer` or `bigint`.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL does not write `{Self}` in hexadecimal digits",
    label = "this needs `i32` or `i64`"
)]
pub trait WideInteger: Number {}

kinds! {
    Decimal { Numeric }
    Exact { i16 i32 i64 Numeric }
    WideExact { i32 i64 Numeric }
    WideInteger { i32 i64 }
}

#[cfg(feature = "rust_decimal-1")]
rounded! { rust_decimal::Decimal: rust_decimal::Decimal; }

#[cfg(feature = "rust_decimal-1")]
kinds! {
    Decimal { rust_decimal::Decimal }
    Exact { rust_decimal::Decimal }
    WideExact { rust_decimal::Decimal }
}
