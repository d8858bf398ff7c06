//! `date`, `time`, `timestamp` and `timestamptz` as types of chrono 0.4 (feature `chrono-0_4`).
//!
//! | PostgreSQL | Rust |
//! |---|---|
//! | `date` | `NaiveDate` |
//! | `time` | `NaiveTime` |
//! | `timestamp` | `NaiveDateTime` |
//! | `timestamptz` | `DateTime<Utc>`, or `DateTime<FixedOffset>`, which is received with the offset +00:00 |
//!
//! Nanoseconds are cut down to microseconds. `infinity`, a `date` after the year 262142 and the time 24:00:00 are
//! legal in PostgreSQL and errors here. A leap second becomes the first second of the next minute.

use ::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};

use super::fixed::{exactly, fixed};
use super::{Bindable, Encode, Encoder, SqlType, Value, class, datetime};
use crate::error::ValueError;

/// Days from 0000-12-31, where chrono counts from, to 2000-01-01.
const EPOCH: i32 = 730_120;

const LAST_YEAR: &str = "262142";

fixed! {
    NaiveDate, class::Date: datetime::DATE, encode_date, decode_date;
    NaiveTime, class::Time: datetime::TIME, encode_time, decode_time;
    NaiveDateTime, class::Timestamp: datetime::TIMESTAMP,
        |value: &NaiveDateTime| encode_utc(value.and_utc()),
        |bytes| decode_utc(bytes, "chrono::NaiveDateTime").map(|value| value.naive_utc());
}

#[inline]
fn encode_date(date: &NaiveDate) -> Result<[u8; 4], ValueError> {
    datetime::encode_date(i64::from(date.to_epoch_days()) + 719_163 - i64::from(EPOCH))
}

#[inline]
fn decode_date(bytes: [u8; 4]) -> Result<NaiveDate, ValueError> {
    let days = datetime::decode_date(bytes)?.checked_add(EPOCH);
    days.and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or_else(|| datetime::beyond("chrono::NaiveDate", LAST_YEAR))
}

#[inline]
fn encode_time(time: &NaiveTime) -> Result<[u8; 8], ValueError> {
    let seconds = i64::from(time.num_seconds_from_midnight());
    datetime::encode_time(seconds * 1_000_000 + i64::from(time.nanosecond() / 1000))
}

#[inline]
fn decode_time(bytes: [u8; 8]) -> Result<NaiveTime, ValueError> {
    let microseconds = datetime::decode_time(bytes)?;
    let seconds = u32::try_from(microseconds / 1_000_000).ok();
    let nanoseconds = u32::try_from(microseconds % 1_000_000 * 1000).ok();
    seconds
        .zip(nanoseconds)
        .and_then(|(seconds, nanoseconds)| {
            NaiveTime::from_num_seconds_from_midnight_opt(seconds, nanoseconds)
        })
        .ok_or_else(|| ValueError::new("the time is outside the range of `chrono::NaiveTime`"))
}

#[inline]
fn encode_utc(moment: DateTime<Utc>) -> Result<[u8; 8], ValueError> {
    datetime::encode_timestamp(i128::from(moment.timestamp_micros()))
}

#[inline]
fn decode_utc(bytes: [u8; 8], rust: &str) -> Result<DateTime<Utc>, ValueError> {
    let unix = i64::try_from(datetime::decode_timestamp(bytes)?).ok();
    unix.and_then(DateTime::from_timestamp_micros).ok_or_else(|| datetime::beyond(rust, LAST_YEAR))
}

#[diagnostic::do_not_recommend]
impl<Z: TimeZone> Encode for DateTime<Z> {
    const TYPE: &'static SqlType = &datetime::TIMESTAMPTZ;

    #[inline]
    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        out.put(&encode_utc(self.to_utc())?);
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<Z: TimeZone> Bindable<class::TimestampTz> for DateTime<Z> {}

macro_rules! zoned {
    ($($zone:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl Value for DateTime<$zone> {
            type Borrowed<'r> = Self;
            type Class = class::TimestampTz;

            #[inline]
            fn decode(raw: &[u8]) -> Result<Self, ValueError> {
                Ok(decode_utc(exactly(raw, Self::TYPE)?, "chrono::DateTime")?.into())
            }

            #[inline]
            fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
                Self::decode(raw)
            }
        }
    )+};
}

zoned!(Utc, FixedOffset);

#[cfg(test)]
mod tests {
    use postgres_types::Type;

    use super::super::check::{bytes_of, decodes, encode_error, same};
    use super::super::datetime::tests::{checks_date, checks_time, checks_timestamp};
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }

    fn at(days: NaiveDate, microseconds: u32) -> NaiveDateTime {
        days.and_hms_micro_opt(23, 59, 59, microseconds).unwrap_or_default()
    }

    #[test]
    fn bytes_are_those_of_postgres_types() {
        let dates =
            [date(2000, 1, 1), date(1999, 12, 31), date(1970, 1, 1), date(-4712, 1, 1), date(262_142, 1, 1)];
        for date in dates {
            same(&date, &Type::DATE);
            same(&at(date, 999_999), &Type::TIMESTAMP);
            same(&at(date, 0).and_utc(), &Type::TIMESTAMPTZ);
            same(&at(date, 1).and_utc().fixed_offset(), &Type::TIMESTAMPTZ);
            same(&at(date, 123_456).time(), &Type::TIME);
        }
        same(&NaiveTime::MIN, &Type::TIME);
        assert_eq!(bytes_of(&date(2000, 1, 2)), [0, 0, 0, 1]);
        assert_eq!(bytes_of(&date(1999, 12, 31)), [255, 255, 255, 255]);
    }

    #[test]
    fn limits_are_errors() {
        checks_date::<NaiveDate>();
        checks_time::<NaiveTime>();
        checks_timestamp::<NaiveDateTime>(datetime::TIMESTAMP);
        checks_timestamp::<DateTime<Utc>>(datetime::TIMESTAMPTZ);
        checks_timestamp::<DateTime<FixedOffset>>(datetime::TIMESTAMPTZ);
        assert!(encode_error(&NaiveDate::MIN).contains("from 4713 BC"));
        assert!(encode_error(&NaiveDateTime::MIN).contains("from 4713 BC"));
        assert!(encode_error(&DateTime::<Utc>::MIN_UTC).contains("to the year 294276"));
    }

    #[test]
    fn nanoseconds_are_cut_down() {
        let before = date(1960, 1, 1).and_hms_nano_opt(0, 0, 0, 1999).unwrap_or_default();
        decodes(&bytes_of(&before), &date(1960, 1, 1).and_hms_micro_opt(0, 0, 0, 1).unwrap_or_default());
        decodes(&bytes_of(&before.time()), &NaiveTime::from_hms_micro_opt(0, 0, 0, 1).unwrap_or_default());
    }

    #[test]
    fn a_leap_second_is_the_next_minute() {
        let leap = date(2016, 12, 31).and_hms_micro_opt(23, 59, 59, 1_500_000).unwrap_or_default();
        let after = date(2017, 1, 1).and_hms_micro_opt(0, 0, 0, 500_000).unwrap_or_default();
        decodes(&bytes_of(&leap), &after);
        decodes(&bytes_of(&leap.and_utc()), &after.and_utc());
        assert!(encode_error(&leap.time()).contains("leap second"));
    }

    #[test]
    fn an_offset_is_another_way_to_write_the_moment() {
        let moment = at(date(2024, 2, 29), 0).and_utc();
        let east = FixedOffset::east_opt(7 * 3600).map(|zone| moment.with_timezone(&zone));
        assert_eq!(east.map(|east| bytes_of(&east)), Some(bytes_of(&moment)));
    }
}
