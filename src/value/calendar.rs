//! The date and time types of one crate, each as the others see it.

use super::{Value, class};

/// A date or time type, with those of the same crate.
pub trait Calendar: Value {
    /// `date`
    type Date: Value<Class = class::Date>;
    /// `time`
    type Time: Value<Class = class::Time>;
    /// `timestamp`
    type Timestamp: Value<Class = class::Timestamp>;
    /// `timestamptz`
    type TimestampTz: Value<Class = class::TimestampTz>;
}

#[cfg(any(feature = "chrono-0_4", feature = "jiff-0_2", feature = "time-0_3"))]
macro_rules! calendar {
    ($($of:ty),+; $date:ty, $time:ty, $timestamp:ty, $timestamptz:ty) => {$(
        #[diagnostic::do_not_recommend]
        impl Calendar for $of {
            type Date = $date;
            type Time = $time;
            type Timestamp = $timestamp;
            type TimestampTz = $timestamptz;
        }
    )+};
}

#[cfg(feature = "chrono-0_4")]
mod chrono {
    use ::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::Calendar;

    calendar!(NaiveDate, NaiveTime, NaiveDateTime, DateTime<Utc>; NaiveDate, NaiveTime, NaiveDateTime, DateTime<Utc>);
    calendar!(DateTime<FixedOffset>; NaiveDate, NaiveTime, NaiveDateTime, DateTime<FixedOffset>);
}

#[cfg(feature = "jiff-0_2")]
mod jiff {
    use ::jiff::Timestamp;
    use ::jiff::civil::{Date, DateTime, Time};

    use super::Calendar;

    calendar!(Date, Time, DateTime, Timestamp; Date, Time, DateTime, Timestamp);
}

#[cfg(feature = "time-0_3")]
mod time {
    use ::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

    use super::Calendar;

    calendar!(Date, Time, PrimitiveDateTime, OffsetDateTime; Date, Time, PrimitiveDateTime, OffsetDateTime);
}
