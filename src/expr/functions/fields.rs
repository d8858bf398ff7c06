//! The fields of dates and times: `EXTRACT`, of the manual's page "Date/Time Functions and Operators".

use std::marker::PhantomData;

use crate::expr::{AtTimes, Call, CallName, Function, IfAny, IntoArgument, NullRule, Typed};
use crate::value::{Numeric, Value, class};

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
    const NAME: CallName = CallName::Text(F::TEXT);
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
