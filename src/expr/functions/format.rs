//! Values as text by a pattern, and back: the manual's page "Data Type Formatting Functions".

use std::marker::PhantomData;

use piton_derive::builtin_function;

use crate::expr::{AtTimes, Call, CallName, Function, IfAny, IntoArgument, IntoExpr, NullRule, Typed};
use crate::value::{Numeric, Value};

builtin_function! {
    /// `to_number(text, pattern)`: the number that the text is by the pattern, NULL for an empty pattern.
    pub fn to_number(text: String, pattern: String) -> Option<Numeric> = "to_number";
}

/// A type that `to_char` writes by a pattern.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no patterns to be written by",
    label = "`to_char` needs a number or a time",
    note = "for any other type, cast it: `.cast::<String>()`"
)]
pub trait Formattable: Value {
    /// Whether the text can be NULL: for a time, where the pattern is empty.
    type Null: NullRule;
}

/// `to_char(value, pattern)`: a number, a date, a time or an interval as text. A time by an empty pattern is NULL.
pub fn to_char<A, E, T: Formattable, P, X>(value: A, pattern: P) -> Call<to_char<T>, (E, X)>
where
    A: IntoArgument<Expr = E>,
    E: Typed<Base = T>,
    P: IntoExpr<String, Expr = X>,
{
    Call::new((value.into_argument(), pattern.into_expr()))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub struct to_char<T> {
    value: PhantomData<T>,
}

impl<T: Formattable> Function for to_char<T> {
    const NAME: CallName = CallName::Text("to_char(");
    type Base = String;
    type Null = T::Null;
}

macro_rules! formattable {
    ($($type:ty)+) => { $(
        #[diagnostic::do_not_recommend]
        impl Formattable for $type {
            type Null = IfAny;
        }
    )+ };
}

formattable! { i32 i64 f32 f64 Numeric }

#[cfg(feature = "rust_decimal-1")]
formattable! { rust_decimal::Decimal }

#[diagnostic::do_not_recommend]
impl Formattable for crate::value::Interval {
    type Null = AtTimes;
}

#[cfg(any(feature = "chrono-0_4", feature = "jiff-0_2", feature = "time-0_3"))]
macro_rules! formattable_times {
    ($($type:ty),+) => { $(
        #[diagnostic::do_not_recommend]
        impl Formattable for $type {
            type Null = AtTimes;
        }
    )+ };
}

#[cfg(feature = "chrono-0_4")]
formattable_times! {
    chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime, chrono::DateTime<chrono::Utc>,
    chrono::DateTime<chrono::FixedOffset>
}

#[cfg(feature = "jiff-0_2")]
formattable_times! { jiff::civil::Date, jiff::civil::Time, jiff::civil::DateTime, jiff::Timestamp }

#[cfg(feature = "time-0_3")]
formattable_times! { time::Date, time::Time, time::PrimitiveDateTime, time::OffsetDateTime }
