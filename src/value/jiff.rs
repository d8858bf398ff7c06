//! `date`, `time`, `timestamp` and `timestamptz` as types of jiff 0.2 (feature `jiff-0_2`).
//!
//! | PostgreSQL | Rust |
//! |---|---|
//! | `date` | `civil::Date` |
//! | `time` | `civil::Time` |
//! | `timestamp` | `civil::DateTime` |
//! | `timestamptz` | `Timestamp` |
//!
//! PostgreSQL's `timestamptz` keeps a moment and no zone, so there is no `Zoned`. Nanoseconds are cut down to
//! microseconds. `infinity`, a year after 9999 and the time 24:00:00 are legal in PostgreSQL and errors here.

use ::jiff::civil::{Date, DateTime, Time};
use ::jiff::{SignedDuration, Timestamp};

use super::fixed::fixed;
use super::{class, datetime};
use crate::error::ValueError;

const EPOCH: Date = Date::constant(2000, 1, 1);

const LAST_YEAR: &str = "9999";

fixed! {
    Date, class::Date: datetime::DATE,
        |date: &Date| datetime::encode_date(days(*date)),
        |bytes| from_days(datetime::decode_date(bytes)?, "jiff::civil::Date");
    Time, class::Time: datetime::TIME,
        |time: &Time| datetime::encode_time(microseconds(*time)),
        |bytes| from_microseconds(datetime::decode_time(bytes)?);
    DateTime, class::Timestamp: datetime::TIMESTAMP, encode_local, decode_local;
    Timestamp, class::TimestampTz: datetime::TIMESTAMPTZ, encode_moment, decode_moment;
}

/// Days since 2000-01-01.
#[inline]
fn days(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs() / datetime::DAY_SECONDS
}

#[inline]
fn from_days(days: i32, rust: &str) -> Result<Date, ValueError> {
    let since = SignedDuration::from_secs(i64::from(days) * datetime::DAY_SECONDS);
    EPOCH.checked_add(since).map_err(|_| datetime::beyond(rust, LAST_YEAR))
}

/// Microseconds since midnight.
#[inline]
fn microseconds(time: Time) -> i64 {
    let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    seconds * 1_000_000 + i64::from(time.subsec_nanosecond() / 1000)
}

#[inline]
fn from_microseconds(microseconds: i64) -> Result<Time, ValueError> {
    Time::midnight()
        .checked_add(SignedDuration::from_micros(microseconds))
        .map_err(|_| ValueError::new("the time is outside the range of `jiff::civil::Time`"))
}

#[inline]
fn encode_local(local: &DateTime) -> Result<[u8; 8], ValueError> {
    datetime::encode_timestamp(datetime::join(days(local.date()), microseconds(local.time())))
}

#[inline]
fn decode_local(bytes: [u8; 8]) -> Result<DateTime, ValueError> {
    let (days, microseconds) = datetime::split(datetime::decode_timestamp(bytes)?)?;
    Ok(DateTime::from_parts(from_days(days, "jiff::civil::DateTime")?, from_microseconds(microseconds)?))
}

#[inline]
fn encode_moment(moment: &Timestamp) -> Result<[u8; 8], ValueError> {
    datetime::encode_timestamp(datetime::microseconds(moment.as_nanosecond()))
}

#[inline]
fn decode_moment(bytes: [u8; 8]) -> Result<Timestamp, ValueError> {
    // `from_microsecond` ends before the last second that the type holds.
    let nanoseconds = datetime::decode_timestamp(bytes)? * 1000;
    Timestamp::from_nanosecond(nanoseconds).map_err(|_| datetime::beyond("jiff::Timestamp", LAST_YEAR))
}

#[cfg(test)]
mod tests {
    use postgres_types::Type;

    use super::super::check::{bytes_of, decodes, encode_error, round_trips, same};
    use super::super::datetime::tests::{checks_date, checks_time, checks_timestamp};
    use super::*;

    #[test]
    fn bytes_are_those_of_postgres_types() {
        for (year, month, day) in [(2000, 1, 1), (1999, 12, 31), (1970, 1, 1), (1800, 2, 3), (2200, 12, 30)] {
            let date = Date::constant(year, month, day);
            same(&date, &Type::DATE);
            same(&date.at(23, 59, 59, 999_999_000), &Type::TIMESTAMP);
            same(&date.at(0, 0, 0, 1000), &Type::TIMESTAMP);
        }
        // postgres-types fails on these.
        for date in [Date::constant(-4712, 1, 1), Date::MAX] {
            round_trips(&date);
            round_trips(&date.at(23, 59, 59, 999_999_000));
        }
        for microsecond in [-1, 0, 1, 946_684_800_000_000, 253_402_207_200_999_999, -100_000_000_000_000_000]
        {
            let moment = Timestamp::from_nanosecond(microsecond * 1000).unwrap_or(Timestamp::MIN);
            same(&moment, &Type::TIMESTAMPTZ);
        }
        same(&Time::constant(23, 59, 59, 999_999_000), &Type::TIME);
        same(&Time::midnight(), &Type::TIME);
        assert_eq!(bytes_of(&Date::constant(1999, 12, 31)), [255, 255, 255, 255]);
    }

    #[test]
    fn limits_are_errors() {
        checks_date::<Date>();
        checks_time::<Time>();
        checks_timestamp::<DateTime>(datetime::TIMESTAMP);
        checks_timestamp::<Timestamp>(datetime::TIMESTAMPTZ);
        assert!(encode_error(&Date::MIN).contains("from 4713 BC"));
        assert!(encode_error(&DateTime::MIN).contains("from 4713 BC"));
        assert!(encode_error(&Timestamp::MIN).contains("from 4713 BC"));
    }

    #[test]
    fn nanoseconds_are_cut_down() {
        let early = Date::constant(1960, 1, 1);
        decodes(&bytes_of(&early.at(1, 2, 3, 1999)), &early.at(1, 2, 3, 1000));
        let moment = Timestamp::from_nanosecond(-1).unwrap_or(Timestamp::MIN);
        decodes(&bytes_of(&moment), &Timestamp::from_microsecond(-1).unwrap_or(Timestamp::MIN));
    }
}
