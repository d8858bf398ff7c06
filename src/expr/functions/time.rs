//! Dates and times: the manual's page "Date/Time Functions and Operators".
//!
//! They are typed by what a value is and not by the crate that it comes from: `date_trunc` of a `chrono::NaiveDateTime` is
//! one again, and what has no argument to take its type from names it, `now::<jiff::Timestamp>()`.

use std::marker::PhantomData;

use piton_derive::builtin_function;

use crate::expr::{Call, CallName, Function, Never};
use crate::value::{Interval, Value, class};

macro_rules! kinds {
    ($($(#[$doc:meta])+ $name:ident [$($class:ty)+] $message:literal $label:literal;)+) => {$(
        $(#[$doc])+
        #[diagnostic::on_unimplemented(message = $message, label = $label)]
        pub trait $name: Value {}

        #[diagnostic::do_not_recommend]
        impl<V: Value<Class: private::$name>> $name for V {}
    )+
        mod private {
            use super::*;
            $(
                pub trait $name {}
                $(
                    impl $name for $class {}
                )+
            )+
        }
    };
}

kinds! {
    /// `timestamp`, `timestamptz` or `interval`: what has a time of day.
    Truncated [class::Timestamp class::TimestampTz Interval]
        "`{Self}` is neither a timestamp nor an interval" "this needs a timestamp or an interval";
    /// `timestamp` or `timestamptz`.
    Timestamped [class::Timestamp class::TimestampTz]
        "`{Self}` is not a timestamp" "this needs a timestamp";
    /// `date`.
    Dated [class::Date] "`{Self}` is not a date" "this needs a date";
    /// `time`.
    Timed [class::Time] "`{Self}` is not a time of day" "this needs a `time`";
    /// `timestamp`.
    Local [class::Timestamp] "`{Self}` is not a timestamp without a zone" "this needs a `timestamp`";
    /// `timestamptz`.
    Zoned [class::TimestampTz] "`{Self}` is not a moment" "this needs a `timestamptz`";
    /// All of dates and times but a time of day.
    Finite [class::Date class::Timestamp class::TimestampTz Interval]
        "`{Self}` is never infinite" "this needs a date, a timestamp or an interval";
    /// A date, a time or an interval.
    Temporal [class::Date class::Time class::Timestamp class::TimestampTz Interval]
        "`{Self}` is neither a date nor a time" "this needs a date or a time";
}

builtin_function! {
    /// `now()`: when the transaction began.
    ///
    /// ```
    /// use piton::functions::now;
    /// use piton::prelude::*;
    /// # #[cfg(feature = "jiff-0_2")] {
    /// assert_eq!(select(now::<jiff::Timestamp>()).to_sql(), "SELECT now()");
    /// # }
    /// ```
    pub fn now<T: Zoned>() -> T = "now";
    /// `statement_timestamp()`: when the statement began.
    pub fn statement_timestamp<T: Zoned>() -> T = "statement_timestamp";
    /// `clock_timestamp()`: the time of now, also within a statement.
    pub fn clock_timestamp<T: Zoned>() -> T = "clock_timestamp";
    /// `date_trunc(field, source)`: cut down to a `second`, `day`, `month`, and so on.
    pub fn date_trunc<T: Truncated>(field: String, source: T) -> T = "date_trunc";
    /// `date_trunc(field, source, zone)`: cut down as it is in a time zone.
    pub fn date_trunc_in<T: Zoned>(field: String, source: T, zone: String) -> T = "date_trunc";
    /// `date_bin(stride, source, origin)`: cut down to a multiple of the stride since the origin. The stride has no months.
    pub fn date_bin<T: Timestamped>(stride: Interval, source: T, origin: T) -> T = "date_bin";
    /// `date_part(field, source)`: a field by its name; see [`extract`](fn@super::extract) for fields that the compiler knows. NULL for a
    /// field that an infinite time does not have.
    pub fn date_part<T: Temporal>(field: String, source: T) -> Option<f64> = "date_part";
    /// `age(end, start)`: the time between, in years, months and days.
    pub fn age<T: Timestamped>(end: T, start: T) -> Interval = "age";
    /// `age(start)`: the time until midnight of the current date, in years, months and days.
    pub fn age_today<T: Timestamped>(start: T) -> Interval = "age";
    /// `isfinite(source)`
    pub fn isfinite<T: Finite>(source: T) -> bool = "isfinite";
    /// `justify_days(interval)`: 30 days are a month.
    pub fn justify_days(interval: Interval) -> Interval = "justify_days";
    /// `justify_hours(interval)`: 24 hours are a day.
    pub fn justify_hours(interval: Interval) -> Interval = "justify_hours";
    /// `justify_interval(interval)`: 24 hours are a day and 30 days a month, and all have one sign.
    pub fn justify_interval(interval: Interval) -> Interval = "justify_interval";
    /// `make_interval(years, months, weeks, days, hours, minutes, seconds)`
    pub fn make_interval(
        years: i32,
        months: i32,
        weeks: i32,
        days: i32,
        hours: i32,
        minutes: i32,
        seconds: f64,
    ) -> Interval = "make_interval";
}

macro_rules! current {
    ($($(#[$doc:meta])+ $name:ident $kind:ident $sql:literal;)+) => {$(
        $(#[$doc])+
        pub fn $name<T: $kind>() -> Call<$name<T>, ()> {
            Call::new(())
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "it has the function's name")]
        #[derive(Debug)]
        pub struct $name<T> {
            result: PhantomData<T>,
        }

        impl<T: Value> Function for $name<T> {
            const NAME: CallName = CallName::Text($sql);
            const CLOSE: &'static str = "";
            type Base = T;
            type Null = Never;
        }
    )+};
}

current! {
    /// `CURRENT_DATE`: the date, in the session's time zone, when the transaction began.
    current_date Dated "CURRENT_DATE";
    /// `LOCALTIME`: the time of day, in the session's time zone, when the transaction began.
    localtime Timed "LOCALTIME";
    /// `LOCALTIMESTAMP`: the date and time, in the session's time zone, when the transaction began.
    localtimestamp Local "LOCALTIMESTAMP";
}
