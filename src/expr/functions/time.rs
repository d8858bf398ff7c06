//! Dates and times: the manual's page "Date/Time Functions and Operators".
//!
//! They are typed by what a value is and not by the crate that it comes from: `date_trunc` of a `chrono::NaiveDateTime` is
//! one again, and what has no argument to take its type from names it, `now::<jiff::Timestamp>()`.

use std::marker::PhantomData;

use piton_derive::builtin_function;

use super::format::Formattable;
use crate::expr::{AtTimes, Call, Function, IfAny, IntoArgument, IntoExpr, Name, Never, NullRule, Typed};
use crate::value::{Interval, Numeric, Value, class};

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
    /// `date_part(field, source)`: a field by its name; see [`extract`] for fields that the compiler knows. NULL for a
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
            const NAME: Name = Name::Text($sql);
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

/// `EXTRACT(field FROM source)`: a field of a date, a time or an interval.
///
/// Fields are the types in [`field`]. A field that goes round, such as the month, is NULL for an infinite time.
///
/// ```
/// # #[cfg(feature = "chrono-0_4")] {
/// use piton::functions::{extract, field};
/// use piton::prelude::*;
///
/// #[derive(Table)]
/// struct Person {
///     #[column(primary_key)]
///     id: i32,
///     born: chrono::NaiveDate,
/// }
///
/// let query = select(extract(field::Year, Person::born));
/// assert_eq!(query.to_sql(), r#"SELECT EXTRACT(year FROM "person"."born") FROM "person""#);
/// # }
/// ```
pub fn extract<F, A, E, T>(_: F, source: A) -> Call<extract<F, T::Class>, (E,)>
where
    F: FieldOf<T::Class>,
    A: IntoArgument<Expr = E>,
    E: Typed<Base = T>,
    T: Value,
{
    Call::new((source.into_argument(),))
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "it has the function's name")]
#[derive(Debug)]
pub struct extract<F, C> {
    types: PhantomData<(F, C)>,
}

impl<F: FieldOf<C>, C> Function for extract<F, C> {
    const NAME: Name = Name::Text(F::TEXT);
    type Base = Numeric;
    type Null = F::Null;
}

/// A field that times of the class `C` have.
#[diagnostic::on_unimplemented(
    message = "a value of type `{C}` has no field `{Self}`",
    label = "not a field of it",
    note = "see `piton::functions::field` for what has which fields"
)]
pub trait FieldOf<C> {
    /// What stands before the source.
    const TEXT: &'static str;
    /// Whether it can be NULL.
    type Null: NullRule;
}

/// The fields that [`extract`](fn@extract) takes.
pub mod field {
    use super::{AtTimes, FieldOf, IfAny, class};
    use crate::value::Interval;

    macro_rules! fields {
        ($($(#[$doc:meta])+ $name:ident $text:literal $null:ident [$($class:ty)+] [$($finite:ty)*];)+) => {$(
            $(#[$doc])+
            #[derive(Clone, Copy, Debug)]
            pub struct $name;

            $(
                #[diagnostic::do_not_recommend]
                impl FieldOf<$class> for $name {
                    const TEXT: &'static str = concat!("EXTRACT(", $text, " FROM ");
                    type Null = $null;
                }
            )+
            $(
                #[diagnostic::do_not_recommend]
                impl FieldOf<$finite> for $name {
                    const TEXT: &'static str = concat!("EXTRACT(", $text, " FROM ");
                    type Null = IfAny;
                }
            )*
        )+};
    }

    use class::{Date, Time, Timestamp, TimestampTz};

    fields! {
        /// `century`: of a date, a timestamp, an interval.
        Century "century" IfAny [Date Timestamp TimestampTz Interval] [];
        /// `day`: of the month; the days of an interval.
        Day "day" AtTimes [Date Timestamp TimestampTz Interval] [];
        /// `decade`: the year divided by 10.
        Decade "decade" IfAny [Date Timestamp TimestampTz Interval] [];
        /// `dow`: the day of the week, 0 for Sunday.
        DayOfWeek "dow" AtTimes [Date Timestamp TimestampTz] [];
        /// `doy`: the day of the year.
        DayOfYear "doy" AtTimes [Date Timestamp TimestampTz] [];
        /// `epoch`: seconds since 1970-01-01, of a time of day since midnight.
        Epoch "epoch" IfAny [Date Timestamp TimestampTz Interval] [Time];
        /// `hour`
        Hour "hour" AtTimes [Timestamp TimestampTz Interval] [Time];
        /// `isodow`: the day of the week, 7 for Sunday.
        IsoDayOfWeek "isodow" AtTimes [Date Timestamp TimestampTz] [];
        /// `isoyear`: the year that the week belongs to.
        IsoYear "isoyear" IfAny [Date Timestamp TimestampTz] [];
        /// `julian`: the day's number in the Julian calendar.
        Julian "julian" IfAny [Date Timestamp TimestampTz] [];
        /// `microseconds`: with the seconds.
        Microseconds "microseconds" AtTimes [Timestamp TimestampTz Interval] [Time];
        /// `millennium`
        Millennium "millennium" IfAny [Date Timestamp TimestampTz Interval] [];
        /// `milliseconds`: with the seconds.
        Milliseconds "milliseconds" AtTimes [Timestamp TimestampTz Interval] [Time];
        /// `minute`
        Minute "minute" AtTimes [Timestamp TimestampTz Interval] [Time];
        /// `month`
        Month "month" AtTimes [Date Timestamp TimestampTz Interval] [];
        /// `quarter`: of the year.
        Quarter "quarter" AtTimes [Date Timestamp TimestampTz Interval] [];
        /// `second`, with its fraction.
        Second "second" AtTimes [Timestamp TimestampTz Interval] [Time];
        /// `timezone`: the session's time zone's offset, in seconds.
        Timezone "timezone" AtTimes [TimestampTz] [];
        /// `timezone_hour`: the hours of that offset.
        TimezoneHour "timezone_hour" AtTimes [TimestampTz] [];
        /// `timezone_minute`: the minutes of that offset.
        TimezoneMinute "timezone_minute" AtTimes [TimestampTz] [];
        /// `week`: of the year, by ISO 8601.
        Week "week" AtTimes [Date Timestamp TimestampTz] [];
        /// `year`
        Year "year" IfAny [Date Timestamp TimestampTz Interval] [];
    }
}

/// Functions that make a value of a type: `NaiveDate::make_date(2024, 2, 29)`.
macro_rules! constructors {
    ($($(#[$doc:meta])+ $trait:ident $class:ty {
        $($(#[$meta:meta])+ $name:ident $sql:literal ($($arg:ident $ty:ty, $into:ident $expr:ident);+);)+
    })+) => {$(
        $(#[$doc])+
        pub trait $trait: Value<Class = $class> {
            $(
                $(#[$meta])+
                #[allow(clippy::too_many_arguments, reason = "PostgreSQL's function has as many")]
                fn $name<$($into: IntoExpr<$ty, Expr = $expr>, $expr),+>($($arg: $into),+) -> Call<$name<Self>, ($($expr,)+)> {
                    Call::new(($($arg.into_expr(),)+))
                }
            )+
        }

        impl<V: Value<Class = $class>> $trait for V {}

        $(
            #[doc(hidden)]
            #[allow(non_camel_case_types, reason = "it has the function's name")]
            #[derive(Debug)]
            pub struct $name<T> {
                result: PhantomData<T>,
            }

            impl<T: Value> Function for $name<T> {
                const NAME: Name = Name::Text($sql);
                type Base = T;
                type Null = IfAny;
            }
        )+
    )+};
}

constructors! {
    /// Functions that make a `date`: `chrono::NaiveDate::make_date(2024, 2, 29)`.
    MakeDate class::Date {
        /// `make_date(year, month, day)`; years before Christ are negative. What is no date is an error of the server.
        make_date "make_date(" (year i32, A AE; month i32, B BE; day i32, C CE);
        /// `to_date(text, pattern)`
        to_date "to_date(" (text String, A AE; pattern String, B BE);
    }
    /// Functions that make a `time`.
    MakeTime class::Time {
        /// `make_time(hour, minute, second)`
        make_time "make_time(" (hour i32, A AE; minute i32, B BE; second f64, C CE);
    }
    /// Functions that make a `timestamp`.
    MakeTimestamp class::Timestamp {
        /// `make_timestamp(year, month, day, hour, minute, second)`
        make_timestamp "make_timestamp(" (
            year i32, A AE; month i32, B BE; day i32, C CE; hour i32, D DE; minute i32, F FE; second f64, G GE
        );
    }
    /// Functions that make a `timestamptz`.
    MakeTimestampTz class::TimestampTz {
        /// `make_timestamptz(year, month, day, hour, minute, second)`, in the session's time zone.
        make_timestamptz "make_timestamptz(" (
            year i32, A AE; month i32, B BE; day i32, C CE; hour i32, D DE; minute i32, F FE; second f64, G GE
        );
        /// `make_timestamptz(year, month, day, hour, minute, second, zone)`
        make_timestamptz_in "make_timestamptz(" (
            year i32, A AE; month i32, B BE; day i32, C CE; hour i32, D DE; minute i32, F FE; second f64, G GE;
            zone String, H HE
        );
        /// `to_timestamp(text, pattern)`
        to_timestamp "to_timestamp(" (text String, A AE; pattern String, B BE);
        /// `to_timestamp(seconds)`: so many seconds after 1970-01-01 00:00:00 UTC.
        from_epoch "to_timestamp(" (seconds f64, A AE);
    }
}

#[diagnostic::do_not_recommend]
impl Formattable for Interval {
    type Null = AtTimes;
}

#[cfg(any(feature = "chrono-0_4", feature = "jiff-0_2", feature = "time-0_3"))]
macro_rules! formattable {
    ($($type:ty),+) => { $(
        #[diagnostic::do_not_recommend]
        impl Formattable for $type {
            type Null = AtTimes;
        }
    )+ };
}

#[cfg(feature = "chrono-0_4")]
formattable! {
    chrono::NaiveDate, chrono::NaiveTime, chrono::NaiveDateTime, chrono::DateTime<chrono::Utc>,
    chrono::DateTime<chrono::FixedOffset>
}

#[cfg(feature = "jiff-0_2")]
formattable! { jiff::civil::Date, jiff::civil::Time, jiff::civil::DateTime, jiff::Timestamp }

#[cfg(feature = "time-0_3")]
formattable! { time::Date, time::Time, time::PrimitiveDateTime, time::OffsetDateTime }
