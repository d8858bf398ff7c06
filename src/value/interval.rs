//! `interval` as [`Interval`]: the manual's page "Date/Time Types".

use std::fmt;
use std::time::Duration;

use super::fixed::fixed;
use super::{Bindable, Encode, Encoder, SqlType};
use crate::error::ValueError;

/// A span of time: months, days and microseconds, each with its own sign.
///
/// They are three because a month has no fixed number of days, and a day, where clocks change, no fixed number of hours.
/// Two intervals are equal here where all three are; PostgreSQL compares as if a month had 30 days and a day 24 hours.
///
/// Since PostgreSQL 17 there are infinite intervals; they are received as those with the greatest or the least numbers.
///
/// ```
/// use piton::value::Interval;
///
/// let interval = Interval { days: 3, ..Interval::months(14) };
/// assert_eq!(interval.to_string(), "P1Y2M3D");
/// assert_eq!(Interval::seconds(90).to_string(), "PT1M30S");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    /// Months; twelve are a year.
    pub months: i32,
    /// Days; seven are a week.
    pub days: i32,
    /// Microseconds, and all hours, minutes and seconds.
    pub microseconds: i64,
}

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

impl Interval {
    /// No time.
    pub const ZERO: Self = Interval { months: 0, days: 0, microseconds: 0 };

    /// So many years. Beyond 178956970 it is as many as an interval holds.
    #[must_use]
    pub const fn years(years: i32) -> Self {
        Interval { months: years.saturating_mul(12), ..Self::ZERO }
    }

    /// So many months.
    #[must_use]
    pub const fn months(months: i32) -> Self {
        Interval { months, ..Self::ZERO }
    }

    /// So many days.
    #[must_use]
    pub const fn days(days: i32) -> Self {
        Interval { days, ..Self::ZERO }
    }

    /// So many hours. As with minutes and seconds, it is as many as an interval holds, which is 292277 years of them.
    #[must_use]
    pub const fn hours(hours: i64) -> Self {
        Self::microseconds(hours.saturating_mul(HOUR))
    }

    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: i64) -> Self {
        Self::microseconds(minutes.saturating_mul(MINUTE))
    }

    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: i64) -> Self {
        Self::microseconds(seconds.saturating_mul(SECOND))
    }

    /// So many microseconds.
    #[must_use]
    pub const fn microseconds(microseconds: i64) -> Self {
        Interval { microseconds, ..Self::ZERO }
    }

    /// The sum, if an interval holds it.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(Interval {
            months: self.months.checked_add(other.months)?,
            days: self.days.checked_add(other.days)?,
            microseconds: self.microseconds.checked_add(other.microseconds)?,
        })
    }

    /// The interval backwards, if an interval holds it.
    #[must_use]
    pub fn checked_neg(self) -> Option<Self> {
        Some(Interval {
            months: self.months.checked_neg()?,
            days: self.days.checked_neg()?,
            microseconds: self.microseconds.checked_neg()?,
        })
    }
}

impl fmt::Display for Interval {
    /// As ISO 8601 writes it, which PostgreSQL reads.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        if *self == Self::ZERO {
            return f.write_str("T0S");
        }
        for (number, unit) in [(self.months / 12, 'Y'), (self.months % 12, 'M'), (self.days, 'D')] {
            if number != 0 {
                write!(f, "{number}{unit}")?;
            }
        }
        if self.microseconds == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        let (hours, minutes) = (self.microseconds / HOUR, self.microseconds % HOUR / MINUTE);
        for (number, unit) in [(hours, 'H'), (minutes, 'M')] {
            if number != 0 {
                write!(f, "{number}{unit}")?;
            }
        }
        let rest = self.microseconds % MINUTE;
        if rest != 0 {
            let sign = if rest < 0 { "-" } else { "" };
            let (seconds, fraction) = (rest.unsigned_abs() / 1_000_000, rest.unsigned_abs() % 1_000_000);
            write!(f, "{sign}{seconds}")?;
            if fraction != 0 {
                write!(f, ".{}", format!("{fraction:06}").trim_end_matches('0'))?;
            }
            f.write_str("S")?;
        }
        Ok(())
    }
}

const INTERVAL: SqlType = SqlType::builtin("interval", 1186, 1187);

fixed! {
    Interval, Self: INTERVAL, encode, decode;
}

#[allow(clippy::unnecessary_wraps, reason = "other types of a fixed length can fail")]
fn encode(interval: &Interval) -> Result<[u8; 16], ValueError> {
    let mut bytes = [0; 16];
    let (time, rest) = bytes.split_at_mut(8);
    let (days, months) = rest.split_at_mut(4);
    time.copy_from_slice(&interval.microseconds.to_be_bytes());
    days.copy_from_slice(&interval.days.to_be_bytes());
    months.copy_from_slice(&interval.months.to_be_bytes());
    Ok(bytes)
}

#[allow(clippy::unnecessary_wraps, reason = "other types of a fixed length can fail")]
fn decode(bytes: [u8; 16]) -> Result<Interval, ValueError> {
    let [a, b, c, d, e, f, g, h, days @ .., i, j, k, l] = bytes;
    Ok(Interval {
        microseconds: i64::from_be_bytes([a, b, c, d, e, f, g, h]),
        days: i32::from_be_bytes(days),
        months: i32::from_be_bytes([i, j, k, l]),
    })
}

/// A duration of the standard library can be sent where an interval is expected. Nanoseconds are cut down to
/// microseconds.
#[diagnostic::do_not_recommend]
impl Encode for Duration {
    const TYPE: &'static SqlType = &INTERVAL;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        let microseconds = i64::try_from(self.as_micros())
            .map_err(|_| ValueError::new("the duration is longer than an `interval`, 292277 years"))?;
        Interval::microseconds(microseconds).encode(out)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<Interval> for Duration {}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::super::check::{bytes_of, encode_error, only_length, round_trips, survives_noise};
    use super::*;

    #[test]
    fn an_interval_is_its_three_numbers() {
        let interval = Interval { months: 1, days: -2, microseconds: 3 };
        let bytes = [0, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255, 254, 0, 0, 0, 1];
        assert_eq!(bytes_of(&interval), bytes);
        round_trips(&interval);
        for extreme in [(i32::MIN, i64::MIN), (i32::MAX, i64::MAX)] {
            round_trips(&Interval { months: extreme.0, days: extreme.0, microseconds: extreme.1 });
        }
        only_length::<Interval>(16);
        survives_noise::<Interval>();
        assert!(Interval::accepts(1186) && <Vec<Interval>>::accepts(1187) && !Interval::accepts(1083));
    }

    #[test]
    fn a_duration_is_sent_as_microseconds() {
        assert_eq!(
            bytes_of(&Duration::from_nanos(90_000_001_999)),
            bytes_of(&Interval::microseconds(90_000_001))
        );
        assert!(encode_error(&Duration::MAX).contains("longer than an `interval`"));
    }

    #[test]
    fn texts_are_those_of_iso_8601() {
        for (interval, text) in [
            (Interval::ZERO, "PT0S"),
            (Interval::years(2), "P2Y"),
            (Interval { months: -14, days: 3, microseconds: 0 }, "P-1Y-2M3D"),
            (Interval::hours(-25), "PT-25H"),
            (Interval::microseconds(-1), "PT-0.000001S"),
            (Interval::microseconds(90_500_000), "PT1M30.5S"),
            (Interval { months: 0, days: 1, microseconds: 61_000_000 }, "P1DT1M1S"),
        ] {
            assert_eq!(interval.to_string(), text);
        }
    }

    #[test]
    fn what_an_interval_does_not_hold_is_no_sum() {
        assert_eq!(
            Interval::days(1).checked_add(Interval::months(2)),
            Some(Interval { months: 2, days: 1, microseconds: 0 })
        );
        assert_eq!(Interval::days(i32::MAX).checked_add(Interval::days(1)), None);
        assert_eq!(Interval::days(5).checked_neg(), Some(Interval::days(-5)));
        assert_eq!(Interval::months(i32::MIN).checked_neg(), None);
        assert_eq!(Interval::years(i32::MAX).months, i32::MAX);
        assert_eq!(Interval::hours(i64::MIN).microseconds, i64::MIN);
    }
}
