//! The arithmetic that the date and time types of every crate share: the manual's page "Date/Time Types".
//!
//! PostgreSQL counts days and microseconds from 2000-01-01, keeps the largest and smallest number for `infinity` and
//! `-infinity`, and ends before Rust's types here and after them there. Nothing wraps: what one side cannot hold is
//! an error. Rust's nanoseconds are cut down to the microsecond before, also for years before 1970.

use super::SqlType;
use crate::error::ValueError;

pub(super) const DATE: SqlType = SqlType::builtin("date", 1082, 1182);
pub(super) const TIME: SqlType = SqlType::builtin("time", 1083, 1183);
pub(super) const TIMESTAMP: SqlType = SqlType::builtin("timestamp", 1114, 1115);
pub(super) const TIMESTAMPTZ: SqlType = SqlType::builtin("timestamptz", 1184, 1185);

/// Days from 4714-11-24 BC, the first date of PostgreSQL, to 2000-01-01.
const FIRST_DAY: i64 = -2_451_545;
/// 5874897-12-31.
const LAST_DAY: i64 = 2_145_031_948;

/// 4714-11-24 BC 00:00:00.
const FIRST_MICROSECOND: i64 = -211_813_488_000_000_000;
/// 294276-12-31 23:59:59.999999.
const LAST_MICROSECOND: i64 = 9_223_371_331_199_999_999;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;
/// Seconds of a day.
#[cfg(feature = "jiff-0_2")]
pub(super) const DAY_SECONDS: i64 = 86_400;
/// Microseconds from 1970-01-01 to 2000-01-01.
const UNIX_EPOCH: i128 = 946_684_800_000_000;

/// Encodes a date, as days since 2000-01-01.
#[inline]
pub(super) fn encode_date(days: i64) -> Result<[u8; 4], ValueError> {
    match i32::try_from(days) {
        Ok(number) if (FIRST_DAY..=LAST_DAY).contains(&days) => Ok(number.to_be_bytes()),
        _ => Err(ValueError::new(
            "the date is outside the range of PostgreSQL's `date`, from 4713 BC to the year 5874897",
        )),
    }
}

/// Decodes a date to days since 2000-01-01.
#[inline]
pub(super) fn decode_date(bytes: [u8; 4]) -> Result<i32, ValueError> {
    match i32::from_be_bytes(bytes) {
        i32::MAX => Err(infinite("date", "infinity")),
        i32::MIN => Err(infinite("date", "-infinity")),
        days => Ok(days),
    }
}

/// Encodes a time of day, as microseconds since midnight.
#[inline]
pub(super) fn encode_time(microseconds: i64) -> Result<[u8; 8], ValueError> {
    if (0..DAY).contains(&microseconds) {
        Ok(microseconds.to_be_bytes())
    } else {
        Err(ValueError::new("the time is a leap second after 23:59:59.999999, the last one that can be sent"))
    }
}

/// Decodes a time of day to microseconds since midnight.
#[inline]
pub(super) fn decode_time(bytes: [u8; 8]) -> Result<i64, ValueError> {
    match i64::from_be_bytes(bytes) {
        microseconds @ 0..DAY => Ok(microseconds),
        DAY => Err(ValueError::new(
            "the time is 24:00:00, which PostgreSQL's `time` allows; the Rust type ends with 23:59:59.999999",
        )),
        _ => Err(ValueError::new("the time is not within 00:00:00 and 24:00:00")),
    }
}

/// Encodes a moment or a local date and time, as microseconds since 1970-01-01.
#[inline]
pub(super) fn encode_timestamp(unix: i128) -> Result<[u8; 8], ValueError> {
    match unix.checked_sub(UNIX_EPOCH).map(i64::try_from) {
        Some(Ok(number @ FIRST_MICROSECOND..=LAST_MICROSECOND)) => Ok(number.to_be_bytes()),
        _ => Err(ValueError::new(
            "the time is outside the range of PostgreSQL's `timestamp`, from 4713 BC to the year 294276",
        )),
    }
}

/// Decodes a moment or a local date and time to microseconds since 1970-01-01.
#[inline]
pub(super) fn decode_timestamp(bytes: [u8; 8]) -> Result<i128, ValueError> {
    match i64::from_be_bytes(bytes) {
        i64::MAX => Err(infinite("timestamp", "infinity")),
        i64::MIN => Err(infinite("timestamp", "-infinity")),
        number => Ok(i128::from(number) + UNIX_EPOCH),
    }
}

/// Microseconds since 1970-01-01 of days since 2000-01-01 and microseconds of that day.
#[inline]
#[cfg(any(feature = "jiff-0_2", test))]
pub(super) fn join(days: i64, microseconds: i64) -> i128 {
    i128::from(days) * i128::from(DAY) + i128::from(microseconds) + UNIX_EPOCH
}

/// The reverse of [`join`]: the microseconds of the day are never negative.
#[inline]
#[cfg(any(feature = "jiff-0_2", test))]
pub(super) fn split(unix: i128) -> Result<(i32, i64), ValueError> {
    let (day, since) = (i128::from(DAY), unix - UNIX_EPOCH);
    match (i32::try_from(since.div_euclid(day)), i64::try_from(since.rem_euclid(day))) {
        (Ok(days), Ok(microseconds)) => Ok((days, microseconds)),
        _ => Err(beyond("the Rust type", "9999")),
    }
}

/// Nanoseconds cut down to microseconds.
#[inline]
#[cfg(any(feature = "jiff-0_2", feature = "time-0_3", test))]
pub(super) fn microseconds(nanoseconds: i128) -> i128 {
    nanoseconds.div_euclid(1000)
}

#[cold]
#[inline(never)]
fn infinite(what: &str, value: &str) -> ValueError {
    ValueError::new(format!("the {what} is `{value}`, which PostgreSQL allows and the Rust type cannot hold"))
}

/// The error of what PostgreSQL can hold and a Rust type, whose last year is given, cannot.
#[cold]
#[inline(never)]
pub(super) fn beyond(rust: &str, last: &str) -> ValueError {
    ValueError::new(format!("the date is outside the range of `{rust}`, which ends with the year {last}"))
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::Value;
    use super::super::check::{only_length, refuses, survives_noise};
    use super::*;

    /// What holds for the date type of every crate.
    pub(in super::super) fn checks_date<V: Value>() {
        assert_eq!(*V::TYPE, DATE);
        only_length::<V>(4);
        survives_noise::<V>();
        refuses::<V>(&i32::MAX.to_be_bytes(), "the date is `infinity`");
        refuses::<V>(&i32::MIN.to_be_bytes(), "the date is `-infinity`");
        for days in [i32::MAX - 1, i32::MIN + 1, 2_145_031_948] {
            refuses::<V>(&days.to_be_bytes(), "which ends with the year");
        }
    }

    /// What holds for the time type of every crate.
    pub(in super::super) fn checks_time<V: Value>() {
        assert_eq!(*V::TYPE, TIME);
        only_length::<V>(8);
        survives_noise::<V>();
        refuses::<V>(&DAY.to_be_bytes(), "the time is 24:00:00");
        for microseconds in [-1, DAY + 1, i64::MIN, i64::MAX] {
            refuses::<V>(&microseconds.to_be_bytes(), "not within");
        }
    }

    /// What holds for the timestamp types of every crate.
    pub(in super::super) fn checks_timestamp<V: Value>(ty: SqlType) {
        assert_eq!(*V::TYPE, ty);
        only_length::<V>(8);
        survives_noise::<V>();
        refuses::<V>(&i64::MAX.to_be_bytes(), "the timestamp is `infinity`");
        refuses::<V>(&i64::MIN.to_be_bytes(), "the timestamp is `-infinity`");
        for microseconds in [i64::MAX - 1, i64::MIN + 1, LAST_MICROSECOND] {
            refuses::<V>(&microseconds.to_be_bytes(), "which ends with");
        }
    }

    #[test]
    fn ranges_are_those_of_the_server() {
        for days in [FIRST_DAY, -1, 0, 1, LAST_DAY] {
            let decoded = encode_date(days).and_then(decode_date).map(i64::from);
            assert_eq!(decoded.ok(), Some(days));
        }
        for days in [FIRST_DAY - 1, LAST_DAY + 1, i64::from(i32::MAX), i64::MIN, i64::MAX] {
            assert!(encode_date(days).is_err());
        }
        for since in [FIRST_MICROSECOND, -1, 0, LAST_MICROSECOND] {
            let unix = i128::from(since) + UNIX_EPOCH;
            assert_eq!(encode_timestamp(unix).ok(), Some(since.to_be_bytes()));
            assert_eq!(decode_timestamp(since.to_be_bytes()).ok(), Some(unix));
        }
        for since in [FIRST_MICROSECOND - 1, LAST_MICROSECOND + 1, i64::MAX, i64::MIN] {
            assert!(encode_timestamp(i128::from(since) + UNIX_EPOCH).is_err());
        }
        assert!(encode_timestamp(i128::MIN).is_err() && encode_timestamp(i128::MAX).is_err());
    }

    #[test]
    fn the_moment_before_an_epoch_is_the_day_before() {
        assert_eq!(split(UNIX_EPOCH - 1).ok(), Some((-1, DAY - 1)));
        assert_eq!(join(-1, DAY - 1), UNIX_EPOCH - 1);
        assert_eq!(microseconds(-1), -1);
        assert_eq!(microseconds(1999), 1);
    }
}
