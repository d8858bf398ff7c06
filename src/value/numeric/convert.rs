//! Other numbers to `Numeric` and back.

use super::{BASE, Finite, GROUP, Number, Numeric};
use crate::error::ValueError;

impl Finite {
    /// `size` / 10^`scale`, for a size of at most 96 bits and a scale within the limits.
    pub(super) fn from_scaled(negative: bool, size: u128, scale: u16) -> Self {
        let mut rest = size.saturating_mul(fill(scale));
        let mut digits = Vec::new();
        while rest > 0 {
            digits.push(u16::try_from(rest % u128::from(BASE)).unwrap_or_default());
            rest /= u128::from(BASE);
        }
        digits.reverse();
        let length = i32::try_from(digits.len()).unwrap_or_default();
        let weight = length - 1 - i32::from(scale.div_ceil(GROUP));
        Finite::new(negative, weight, scale, digits).unwrap_or_default()
    }

    /// The number times 10^`scale`, without its sign, if that is a whole number of about 118 bits or less.
    pub(super) fn to_scaled(&self, scale: u16) -> Option<u128> {
        if self.fraction_digits() > scale.into() {
            return None;
        }
        let last = -i32::from(scale.div_ceil(GROUP));
        let mut size = 0_u128;
        for power in (last..=self.weight.into()).rev() {
            size = size.checked_mul(BASE.into())?.checked_add(self.digit(power).into())?;
        }
        Some(size / fill(scale))
    }
}

/// What makes a number with so many digits after the point one with a whole number of groups there.
fn fill(scale: u16) -> u128 {
    10_u128.pow(((GROUP - scale % GROUP) % GROUP).into())
}

macro_rules! from {
    ($($integer:ty)+) => { $(
        impl From<$integer> for Numeric {
            fn from(value: $integer) -> Self {
                let value = i128::from(value);
                Numeric(Number::Finite(Finite::from_scaled(value < 0, value.unsigned_abs(), 0)))
            }
        }
    )+ };
}

from!(i16 i32 i64 u32);

impl TryFrom<Numeric> for i64 {
    type Error = ValueError;

    /// The number, if it is a whole number within the limits of `i64`.
    fn try_from(value: Numeric) -> Result<Self, ValueError> {
        let Number::Finite(number) = &value.0 else {
            return Err(ValueError::new("an i64 is a finite number, and the numeric is not"));
        };
        if number.fraction_digits() > 0 {
            return Err(ValueError::new("an i64 is a whole number, and the numeric is not"));
        }
        let size = number.to_scaled(0).and_then(|size| i128::try_from(size).ok());
        size.map(|size| if number.negative { -size } else { size })
            .and_then(|value| i64::try_from(value).ok())
            .ok_or_else(|| {
                ValueError::new(format!(
                    "an i64 is within {min}..={max}, and the numeric is not",
                    min = i64::MIN,
                    max = i64::MAX
                ))
            })
    }
}

impl Numeric {
    /// `digits` / 10^`scale`, with so many digits after the point.
    ///
    /// ```
    /// # use piton::value::Numeric;
    /// assert_eq!(Numeric::new(5, 2).to_string(), "0.05");
    /// assert_eq!(Numeric::new(-1200, 1).to_string(), "-120.0");
    /// ```
    #[must_use]
    pub fn new(digits: i64, scale: u8) -> Self {
        let number = Finite::from_scaled(digits < 0, digits.unsigned_abs().into(), scale.into());
        Numeric(Number::Finite(number))
    }

    /// The nearest `f64`; an infinity if the number is beyond the greatest.
    ///
    /// ```
    /// # use piton::value::Numeric;
    /// assert_eq!("0.1000".parse::<Numeric>()?.to_f64(), 0.1);
    /// assert_eq!("1e400".parse::<Numeric>()?.to_f64(), f64::INFINITY);
    /// # Ok::<(), piton::ValueError>(())
    /// ```
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        // Rust reads PostgreSQL's text, and rounds it correctly whatever its length.
        self.to_string().parse().unwrap_or(f64::NAN)
    }
}
