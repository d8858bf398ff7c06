//! `numeric` as [`Numeric`]: the manual's section "Arbitrary Precision Numbers".
//!
//! On the wire a number is a count of digits to the base 10000, the weight of the first, a sign, the number of
//! decimal digits that are shown after the point, and the digits.

mod compare;
mod convert;
#[cfg(feature = "rust_decimal-1")]
mod decimal;
#[cfg(test)]
mod tests;
mod text;

use super::fixed::bindable;
use super::{Encode, Encoder, SqlType, Value, class};
use crate::error::ValueError;

const BASE: u16 = 10_000;

/// The decimal digits in one digit to the base 10000.
const GROUP: u16 = 4;

/// The decimal digits that a number can have after the point.
const MAX_SCALE: u16 = 16_383;

pub(super) const NEGATIVE: u16 = 0x4000;
pub(super) const NAN: u16 = 0xc000;
pub(super) const INFINITY: u16 = 0xd000;
pub(super) const NEG_INFINITY: u16 = 0xf000;

/// A PostgreSQL `numeric` with all its digits: what `avg` of integers and `sum` of `i64` give.
///
/// Its text is PostgreSQL's, up to the zeros at the end; values are compared as numbers, as PostgreSQL compares
/// them: `1.0` equals `1.00`, and NaN equals itself and is greater than everything else.
///
/// ```
/// use piton::value::Numeric;
///
/// let price: Numeric = "1234567890123456789012345678901234567890.50".parse()?;
/// assert_eq!(price.to_string(), "1234567890123456789012345678901234567890.50");
/// assert_eq!("1.50".parse::<Numeric>()?, "1.5".parse()?);
/// assert!(Numeric::from(7) < Numeric::INFINITY);
/// # Ok::<(), piton::ValueError>(())
/// ```
///
/// It does not calculate; convert it to a type that does:
///
/// ```
/// # use piton::value::Numeric;
/// let mean: Numeric = "2.5000000000000000".parse()?;
/// assert_eq!(mean.to_f64(), 2.5);
/// assert!(i64::try_from(mean).is_err());
/// assert_eq!(i64::try_from("40.0".parse::<Numeric>()?)?, 40);
/// # Ok::<(), piton::ValueError>(())
/// ```
///
/// With the feature `rust_decimal-1` it becomes a `rust_decimal::Decimal` in the same way, if that has room for it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Numeric(Number);

/// The variants lie in PostgreSQL's order.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Number {
    NegInfinity,
    Finite(Finite),
    Infinity,
    NaN,
}

/// A number of which all nonzero digits are within its scale. The first and the last digit are not zero, and zero
/// has no digits, no weight and no sign; so there is one form of each value and scale.
#[derive(Clone, Default)]
struct Finite {
    negative: bool,
    /// The power of 10000 that the first digit counts.
    weight: i16,
    /// How many decimal digits are shown after the point.
    scale: u16,
    digits: Box<[u16]>,
}

impl Numeric {
    /// Not a number.
    pub const NAN: Self = Numeric(Number::NaN);
    /// Greater than every number. PostgreSQL knows it since version 14.
    pub const INFINITY: Self = Numeric(Number::Infinity);
    /// Less than every number. PostgreSQL knows it since version 14.
    pub const NEG_INFINITY: Self = Numeric(Number::NegInfinity);

    /// Whether it is [`NAN`](Numeric::NAN).
    #[must_use]
    pub fn is_nan(&self) -> bool {
        matches!(self.0, Number::NaN)
    }

    /// Whether it is a number: neither infinite nor [`NAN`](Numeric::NAN).
    #[must_use]
    pub fn is_finite(&self) -> bool {
        matches!(self.0, Number::Finite(_))
    }

    /// How many digits its text has after the point; `None` if it is not finite.
    ///
    /// ```
    /// # use piton::value::Numeric;
    /// assert_eq!("1.50".parse::<Numeric>()?.scale(), Some(2));
    /// # Ok::<(), piton::ValueError>(())
    /// ```
    #[must_use]
    pub fn scale(&self) -> Option<u16> {
        match &self.0 {
            Number::Finite(number) => Some(number.scale),
            _ => None,
        }
    }
}

impl Default for Numeric {
    /// Zero.
    fn default() -> Self {
        Numeric(Number::Finite(Finite::default()))
    }
}

impl Finite {
    /// A number within PostgreSQL's limits; zeros before and after the digits are removed.
    fn new(negative: bool, weight: i32, scale: u16, mut digits: Vec<u16>) -> Result<Self, ValueError> {
        if scale > MAX_SCALE {
            return Err(ValueError::new("a numeric has at most 16383 digits after the point"));
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..zeros);
        if digits.is_empty() {
            return Ok(Finite { scale, ..Finite::default() });
        }
        let weight = weight.saturating_sub(i32::try_from(zeros).unwrap_or(i32::MAX));
        if weight > i16::MAX.into() {
            return Err(ValueError::new("a numeric has at most 131072 digits before the point"));
        }
        match i16::try_from(weight) {
            Ok(weight) => Ok(Finite { negative, weight, scale, digits: digits.into() }),
            Err(_) => Err(hidden_digits()),
        }
        .and_then(|number| {
            if number.fraction_digits() > scale.into() { Err(hidden_digits()) } else { Ok(number) }
        })
    }

    /// How many decimal digits after the point are needed to show it exactly.
    fn fraction_digits(&self) -> usize {
        let Some(last) = self.digits.last() else { return 0 };
        let length = i32::try_from(self.digits.len()).unwrap_or(i32::MAX);
        let groups = usize::try_from(length.saturating_sub(i32::from(self.weight) + 1)).unwrap_or(0);
        let zeros = [10, 100, 1000].iter().filter(|power| last % *power == 0).count();
        (groups * usize::from(GROUP)).saturating_sub(zeros)
    }

    /// The digit that counts a power of 10000.
    fn digit(&self, power: i32) -> u16 {
        let place = usize::try_from(i32::from(self.weight) - power).ok();
        place.and_then(|place| self.digits.get(place)).copied().unwrap_or(0)
    }
}

#[cold]
#[inline(never)]
fn hidden_digits() -> ValueError {
    ValueError::new("the numeric has digits after the point that its scale hides")
}

impl Encode for Numeric {
    const TYPE: &'static SqlType = &SqlType::builtin("numeric", 1700, 1231);

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        let sign = match &self.0 {
            Number::NaN => NAN,
            Number::Infinity => INFINITY,
            Number::NegInfinity => NEG_INFINITY,
            Number::Finite(number) => {
                let count = u16::try_from(number.digits.len())
                    .map_err(|_| ValueError::new("the numeric has too many digits"))?;
                out.put(&count.to_be_bytes());
                out.put(&number.weight.to_be_bytes());
                out.put(&(if number.negative { NEGATIVE } else { 0 }).to_be_bytes());
                out.put(&number.scale.to_be_bytes());
                number.digits.iter().for_each(|digit| out.put(&digit.to_be_bytes()));
                return Ok(());
            }
        };
        out.put(&[0; 4]);
        out.put(&sign.to_be_bytes());
        out.put(&[0; 2]);
        Ok(())
    }
}

impl Value for Numeric {
    type Borrowed<'r> = Numeric;
    type Class = class::Numeric;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        let Some((&[c0, c1, w0, w1, s0, s1, d0, d1], rest)) = raw.split_first_chunk::<8>() else {
            return Err(ValueError::new(format!(
                "a numeric has at least 8 bytes, found {found}",
                found = raw.len()
            )));
        };
        let count = u16::from_be_bytes([c0, c1]);
        let (digits, odd) = rest.as_chunks::<2>();
        if digits.len() != usize::from(count) || !odd.is_empty() {
            return Err(ValueError::new(format!(
                "a numeric of {count} digits has {expected} bytes, found {found}",
                expected = 8 + 2 * usize::from(count),
                found = raw.len()
            )));
        }
        // PostgreSQL leaves a meaningless scale with what is not finite.
        let negative = match u16::from_be_bytes([s0, s1]) {
            0 => false,
            NEGATIVE => true,
            NAN if count == 0 => return Ok(Numeric::NAN),
            INFINITY if count == 0 => return Ok(Numeric::INFINITY),
            NEG_INFINITY if count == 0 => return Ok(Numeric::NEG_INFINITY),
            other => return Err(ValueError::new(format!("{other:#06x} is not a sign of a numeric"))),
        };
        let digits: Vec<u16> = digits.iter().map(|digit| u16::from_be_bytes(*digit)).collect();
        if let Some(digit) = digits.iter().find(|digit| **digit >= BASE) {
            return Err(ValueError::new(format!("a digit of a numeric is less than {BASE}, found {digit}")));
        }
        let weight = i16::from_be_bytes([w0, w1]).into();
        let scale = u16::from_be_bytes([d0, d1]);
        Finite::new(negative, weight, scale, digits).map(|number| Numeric(Number::Finite(number)))
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Numeric, ValueError> {
        Numeric::decode(raw)
    }
}

bindable!(Numeric: class::Numeric);
