//! Ranges as [`Range<T>`] and [`Multirange<T>`]: the manual's page "Range Types".

use std::fmt;
use std::ops::{Bound, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// A range of values: `int4range` for `i32`, `int8range` for `i64`, `numrange` for numerics, `daterange`, `tsrange` and
/// `tstzrange` for dates and times.
///
/// It is made from a range of Rust. PostgreSQL writes ranges of whole numbers and of dates as `[start, end)`, whatever they
/// were given as, and knows one empty range.
///
/// ```
/// use std::ops::Bound;
///
/// use piton::value::Range;
///
/// let range = Range::from(1..10);
/// assert_eq!(range, Range::new(Bound::Included(1), Bound::Excluded(10)));
/// assert_eq!(range.to_string(), "[1,10)");
/// assert!(Range::from(1..=9).contains(&9));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Range<T> {
    /// No value.
    Empty,
    /// The values between two bounds.
    Between(Bound<T>, Bound<T>),
}

/// A list of ranges: `int4multirange` and its like. PostgreSQL keeps them in order and apart from each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Multirange<T>(
    /// The ranges.
    pub Vec<Range<T>>,
);

/// A type that PostgreSQL has ranges of.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no ranges of `{Self}`",
    label = "no range type for it",
    note = "there are ranges of `i32`, `i64`, numerics, dates and timestamps"
)]
pub trait RangeValue: Value {
    /// The type of its ranges.
    const RANGE: &'static SqlType;
    /// The type of lists of its ranges.
    const MULTIRANGE: &'static SqlType;
    /// The call that makes a range of two bounds, up to the first.
    const CONSTRUCTOR: &'static str;
}

macro_rules! ranges {
    ($($type:ty: $range:literal $oid:literal $array:literal, $multirange:literal $multi:literal $multiarray:literal;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl RangeValue for $type {
            const RANGE: &'static SqlType = &SqlType::builtin($range, $oid, $array);
            const MULTIRANGE: &'static SqlType = &SqlType::builtin($multirange, $multi, $multiarray);
            const CONSTRUCTOR: &'static str = concat!($range, "(");
        }
    )+};
    ($kind:ident: $($type:ty),+) => {$(
        ranges!(@ $kind $type);
    )+};
    (@ date $type:ty) => { ranges! { $type: "daterange" 3912 3913, "datemultirange" 4535 6155; } };
    (@ timestamp $type:ty) => { ranges! { $type: "tsrange" 3908 3909, "tsmultirange" 4533 6152; } };
    (@ timestamptz $type:ty) => { ranges! { $type: "tstzrange" 3910 3911, "tstzmultirange" 4534 6153; } };
}

ranges! {
    i32: "int4range" 3904 3905, "int4multirange" 4451 6150;
    i64: "int8range" 3926 3927, "int8multirange" 4536 6157;
    super::Numeric: "numrange" 3906 3907, "nummultirange" 4532 6151;
}

#[cfg(feature = "rust_decimal-1")]
ranges! { rust_decimal::Decimal: "numrange" 3906 3907, "nummultirange" 4532 6151; }

#[cfg(feature = "chrono-0_4")]
ranges!(date: chrono::NaiveDate);
#[cfg(feature = "chrono-0_4")]
ranges!(timestamp: chrono::NaiveDateTime);
#[cfg(feature = "chrono-0_4")]
ranges!(timestamptz: chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::FixedOffset>);

#[cfg(feature = "jiff-0_2")]
ranges!(date: jiff::civil::Date);
#[cfg(feature = "jiff-0_2")]
ranges!(timestamp: jiff::civil::DateTime);
#[cfg(feature = "jiff-0_2")]
ranges!(timestamptz: jiff::Timestamp);

#[cfg(feature = "time-0_3")]
ranges!(date: time::Date);
#[cfg(feature = "time-0_3")]
ranges!(timestamp: time::PrimitiveDateTime);
#[cfg(feature = "time-0_3")]
ranges!(timestamptz: time::OffsetDateTime);

impl<T> Range<T> {
    /// The values between two bounds.
    pub const fn new(start: Bound<T>, end: Bound<T>) -> Self {
        Range::Between(start, end)
    }

    /// Whether a value is in the range, as Rust compares.
    pub fn contains(&self, value: &T) -> bool
    where
        T: PartialOrd,
    {
        match self {
            Range::Empty => false,
            Range::Between(start, end) => {
                std::ops::RangeBounds::contains(&(start.as_ref(), end.as_ref()), value)
            }
        }
    }
}

macro_rules! from_ranges {
    ($($rust:ty, $range:ident => $start:expr, $end:expr;)+) => {$(
        impl<T> From<$rust> for Range<T> {
            fn from($range: $rust) -> Self {
                Range::Between($start, $end)
            }
        }
    )+};
}

from_ranges! {
    std::ops::Range<T>, range => Bound::Included(range.start), Bound::Excluded(range.end);
    RangeFrom<T>, range => Bound::Included(range.start), Bound::Unbounded;
    RangeTo<T>, range => Bound::Unbounded, Bound::Excluded(range.end);
    RangeToInclusive<T>, range => Bound::Unbounded, Bound::Included(range.end);
    RangeFull, _range => Bound::Unbounded, Bound::Unbounded;
}

impl<T> From<RangeInclusive<T>> for Range<T> {
    fn from(range: RangeInclusive<T>) -> Self {
        let (start, end) = range.into_inner();
        Range::Between(Bound::Included(start), Bound::Included(end))
    }
}

impl<T: fmt::Display> fmt::Display for Range<T> {
    /// As PostgreSQL writes it, but for quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Range::Between(start, end) = self else { return f.write_str("empty") };
        match start {
            Bound::Included(start) => write!(f, "[{start},")?,
            Bound::Excluded(start) => write!(f, "({start},")?,
            Bound::Unbounded => f.write_str("(,")?,
        }
        match end {
            Bound::Included(end) => write!(f, "{end}]"),
            Bound::Excluded(end) => write!(f, "{end})"),
            Bound::Unbounded => f.write_str(")"),
        }
    }
}

const EMPTY: u8 = 0x01;
const START_INCLUDED: u8 = 0x02;
const END_INCLUDED: u8 = 0x04;
const START_UNBOUNDED: u8 = 0x08;
const END_UNBOUNDED: u8 = 0x10;

#[diagnostic::do_not_recommend]
impl<T: RangeValue> Encode for Range<T> {
    const TYPE: &'static SqlType = T::RANGE;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        let Range::Between(start, end) = self else {
            out.put(&[EMPTY]);
            return Ok(());
        };
        let flags = match start {
            Bound::Included(_) => START_INCLUDED,
            Bound::Excluded(_) => 0,
            Bound::Unbounded => START_UNBOUNDED,
        } | match end {
            Bound::Included(_) => END_INCLUDED,
            Bound::Excluded(_) => 0,
            Bound::Unbounded => END_UNBOUNDED,
        };
        out.put(&[flags]);
        for bound in [start, end] {
            if let Bound::Included(value) | Bound::Excluded(value) = bound {
                out.put_value(value)?;
            }
        }
        Ok(())
    }
}

fn malformed() -> ValueError {
    ValueError::new("the range's flags, its bounds and its length do not fit together")
}

fn take<'r>(rest: &mut &'r [u8]) -> Result<&'r [u8], ValueError> {
    let (length, after) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
    let length = usize::try_from(i32::from_be_bytes(*length)).map_err(|_| malformed())?;
    let (value, after) = after.split_at_checked(length).ok_or_else(malformed)?;
    *rest = after;
    Ok(value)
}

fn bound<T: Value>(rest: &mut &[u8], flags: u8, unbounded: u8, included: u8) -> Result<Bound<T>, ValueError> {
    if flags & unbounded != 0 {
        return Ok(Bound::Unbounded);
    }
    let value = T::decode(take(rest)?)?;
    Ok(if flags & included != 0 { Bound::Included(value) } else { Bound::Excluded(value) })
}

#[diagnostic::do_not_recommend]
impl<T: RangeValue> Value for Range<T> {
    type Borrowed<'r> = Self;
    type Class = Range<T::Class>;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        let (&flags, mut rest) = raw.split_first().ok_or_else(malformed)?;
        let range = if flags & EMPTY != 0 {
            Range::Empty
        } else {
            let start = bound(&mut rest, flags, START_UNBOUNDED, START_INCLUDED)?;
            Range::Between(start, bound(&mut rest, flags, END_UNBOUNDED, END_INCLUDED)?)
        };
        if rest.is_empty() { Ok(range) } else { Err(malformed()) }
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl<C, T: RangeValue + Bindable<C>> Bindable<Range<C>> for Range<T> {}

#[diagnostic::do_not_recommend]
impl<T: RangeValue> Encode for Multirange<T> {
    const TYPE: &'static SqlType = T::MULTIRANGE;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        let count =
            i32::try_from(self.0.len()).map_err(|_| ValueError::new("the multirange has too many ranges"))?;
        out.put(&count.to_be_bytes());
        self.0.iter().try_for_each(|range| out.put_value(range))
    }
}

#[diagnostic::do_not_recommend]
impl<T: RangeValue> Value for Multirange<T> {
    type Borrowed<'r> = Self;
    type Class = Multirange<T::Class>;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        let (count, mut rest) = raw.split_first_chunk::<4>().ok_or_else(malformed)?;
        let count = usize::try_from(i32::from_be_bytes(*count)).map_err(|_| malformed())?;
        // Every range has its length before it, so that this bounds the allocation by what was received.
        if count > rest.len() / 4 {
            return Err(malformed());
        }
        let mut ranges = Vec::with_capacity(count);
        for _ in 0..count {
            ranges.push(Range::decode(take(&mut rest)?)?);
        }
        if rest.is_empty() { Ok(Multirange(ranges)) } else { Err(malformed()) }
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl<C, T: RangeValue + Bindable<C>> Bindable<Multirange<C>> for Multirange<T> {}

#[cfg(test)]
mod tests {
    use super::super::check::{bytes_of, refuses, round_trips, survives_damage, survives_noise};
    use super::*;

    #[test]
    fn a_range_is_its_flags_and_its_bounds() {
        assert_eq!(bytes_of(&Range::from(1..3)), [2, 0, 0, 0, 4, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 3]);
        assert_eq!(bytes_of(&Range::<i32>::Empty), [1]);
        assert_eq!(bytes_of(&Range::<i32>::from(..)), [0x18]);
        assert_eq!(bytes_of(&Range::from(..=7)), [0x0c, 0, 0, 0, 4, 0, 0, 0, 7]);
        for range in [Range::from(1..3), Range::from(5..), Range::from(..5), Range::from(1..=2), Range::Empty]
        {
            round_trips(&range);
        }
        round_trips(&Range::new(Bound::Excluded(1_i64), Bound::Excluded(2)));
        round_trips(&Multirange(vec![Range::from(1..3), Range::from(5..)]));
        round_trips(&Multirange::<i32>(Vec::new()));
    }

    #[test]
    fn damaged_ranges_are_refused() {
        survives_noise::<Range<i32>>();
        survives_noise::<Multirange<i64>>();
        survives_damage::<Range<i32>>(&bytes_of(&Range::from(1..3)));
        survives_damage::<Multirange<i32>>(&bytes_of(&Multirange(vec![Range::from(1..3), Range::from(5..)])));
        refuses::<Range<i32>>(&[], "do not fit together");
        refuses::<Range<i32>>(&[1, 0], "do not fit together");
        refuses::<Range<i32>>(&[2, 0, 0, 0, 4, 0], "do not fit together");
        refuses::<Range<i32>>(&[2, 255, 255, 255, 255], "do not fit together");
        refuses::<Multirange<i32>>(&[127, 255, 255, 255], "do not fit together");
        refuses::<Range<i32>>(&[0x12, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0], "has 4 bytes");
    }

    #[test]
    fn texts_are_those_of_the_server() {
        assert_eq!(Range::<i32>::Empty.to_string(), "empty");
        assert_eq!(Range::<i32>::from(..).to_string(), "(,)");
        assert_eq!(Range::from(1..=2).to_string(), "[1,2]");
        assert_eq!(Range::new(Bound::Excluded(1), Bound::Unbounded).to_string(), "(1,)");
    }

    #[test]
    fn a_range_knows_its_values() {
        assert!(Range::from(1..3).contains(&2) && !Range::from(1..3).contains(&3));
        assert!(!Range::Empty.contains(&1) && Range::from(..).contains(&1));
    }
}
