//! `date`, `time`, `timestamp` and `timestamptz` as types of time 0.3 (feature `time-0_3`).
//!
//! | PostgreSQL | Rust |
//! |---|---|
//! | `date` | `Date` |
//! | `time` | `Time` |
//! | `timestamp` | `PrimitiveDateTime` |
//! | `timestamptz` | `OffsetDateTime`, which is received with the offset +00:00 |
//!
//! Nanoseconds are cut down to microseconds. `infinity`, a year after 9999 and the time 24:00:00 are legal in
//! PostgreSQL and errors here.

use ::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use super::fixed::fixed;
use super::{class, datetime};
use crate::error::ValueError;

/// The Julian day of 2000-01-01.
const EPOCH: i32 = 2_451_545;

const LAST_YEAR: &str = "9999";

fixed! {
    Date, class::Date: datetime::DATE, encode_date, decode_date;
    Time, class::Time: datetime::TIME, encode_time, decode_time;
    PrimitiveDateTime, class::Timestamp: datetime::TIMESTAMP,
        |value: &PrimitiveDateTime| encode_moment(&value.assume_utc()),
        |bytes| decode_moment(bytes, "time::PrimitiveDateTime")
            .map(|moment| PrimitiveDateTime::new(moment.date(), moment.time()));
    OffsetDateTime, class::TimestampTz: datetime::TIMESTAMPTZ,
        encode_moment, |bytes| decode_moment(bytes, "time::OffsetDateTime");
}

#[inline]
fn encode_date(date: &Date) -> Result<[u8; 4], ValueError> {
    datetime::encode_date(i64::from(date.to_julian_day()) - i64::from(EPOCH))
}

#[inline]
fn decode_date(bytes: [u8; 4]) -> Result<Date, ValueError> {
    let day = datetime::decode_date(bytes)?.checked_add(EPOCH);
    day.and_then(|day| Date::from_julian_day(day).ok())
        .ok_or_else(|| datetime::beyond("time::Date", LAST_YEAR))
}

#[inline]
fn encode_time(time: &Time) -> Result<[u8; 8], ValueError> {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
    datetime::encode_time(seconds * 1_000_000 + i64::from(nanosecond / 1000))
}

#[inline]
fn decode_time(bytes: [u8; 8]) -> Result<Time, ValueError> {
    let microseconds = datetime::decode_time(bytes)?;
    let seconds = microseconds / 1_000_000;
    let part = |number: i64| u8::try_from(number % 60).unwrap_or(u8::MAX);
    let hour = u8::try_from(seconds / 3600).unwrap_or(u8::MAX);
    let fraction = u32::try_from(microseconds % 1_000_000).unwrap_or(u32::MAX);
    Time::from_hms_micro(hour, part(seconds / 60), part(seconds), fraction)
        .map_err(|_| ValueError::new("the time is outside the range of `time::Time`"))
}

#[inline]
fn encode_moment(moment: &OffsetDateTime) -> Result<[u8; 8], ValueError> {
    datetime::encode_timestamp(datetime::microseconds(moment.unix_timestamp_nanos()))
}

#[inline]
fn decode_moment(bytes: [u8; 8], rust: &str) -> Result<OffsetDateTime, ValueError> {
    let nanoseconds = datetime::decode_timestamp(bytes)? * 1000;
    OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).map_err(|_| datetime::beyond(rust, LAST_YEAR))
}

#[cfg(test)]
mod tests {
    use postgres_types::Type;

    use super::super::check::{bytes_of, decodes, encode_error, same};
    use super::super::datetime::tests::{checks_date, checks_time, checks_timestamp};
    use super::*;

    fn date(year: i32, day: u16) -> Date {
        Date::from_ordinal_date(year, day).unwrap_or(Date::MAX)
    }

    fn clock(nanoseconds: u32) -> Time {
        Time::from_hms_nano(23, 59, 58, nanoseconds).unwrap_or(Time::MIDNIGHT)
    }

    #[test]
    fn bytes_are_those_of_postgres_types() {
        for date in [date(2000, 1), date(1999, 365), date(1970, 1), date(-4712, 1), Date::MAX] {
            same(&date, &Type::DATE);
            same(&PrimitiveDateTime::new(date, clock(999_999_000)), &Type::TIMESTAMP);
            same(&PrimitiveDateTime::new(date, clock(1000)).assume_utc(), &Type::TIMESTAMPTZ);
        }
        same(&clock(123_456_000), &Type::TIME);
        same(&Time::MIDNIGHT, &Type::TIME);
        assert_eq!(bytes_of(&date(1999, 365)), [255, 255, 255, 255]);
    }

    #[test]
    fn limits_are_errors() {
        checks_date::<Date>();
        checks_time::<Time>();
        checks_timestamp::<PrimitiveDateTime>(datetime::TIMESTAMP);
        checks_timestamp::<OffsetDateTime>(datetime::TIMESTAMPTZ);
        assert!(encode_error(&Date::MIN).contains("from 4713 BC"));
        assert!(encode_error(&PrimitiveDateTime::MIN).contains("from 4713 BC"));
    }

    #[test]
    fn nanoseconds_are_cut_down() {
        let early = PrimitiveDateTime::new(date(1960, 1), clock(1999));
        decodes(&bytes_of(&early), &PrimitiveDateTime::new(date(1960, 1), clock(1000)));
        decodes(&bytes_of(&clock(1999)), &clock(1000));
    }

    #[test]
    fn an_offset_is_another_way_to_write_the_moment() {
        let moment = PrimitiveDateTime::new(date(2024, 60), clock(0)).assume_utc();
        let east = ::time::UtcOffset::from_hms(7, 0, 0).map(|offset| moment.to_offset(offset));
        assert_eq!(east.map(|east| bytes_of(&east)).ok(), Some(bytes_of(&moment)));
    }
}
