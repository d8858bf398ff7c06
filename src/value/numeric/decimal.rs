//! `rust_decimal::Decimal`, which has 28 digits.

use rust_decimal::Decimal;

use super::{Finite, Number, Numeric};
use crate::error::ValueError;

impl From<Decimal> for Numeric {
    fn from(value: Decimal) -> Self {
        // A `Decimal` has at most 28 digits after the point.
        let scale = u16::try_from(value.scale()).unwrap_or_default();
        let size = value.mantissa().unsigned_abs();
        Numeric(Number::Finite(Finite::from_scaled(value.is_sign_negative(), size, scale)))
    }
}

impl TryFrom<Numeric> for Decimal {
    type Error = ValueError;

    /// The same number, if a `Decimal` can hold all its digits; zeros at its end are left out where there is no room
    /// for them.
    fn try_from(value: Numeric) -> Result<Self, ValueError> {
        let Number::Finite(number) = &value.0 else {
            return Err(ValueError::new("a Decimal is a finite number, and the numeric is not"));
        };
        let most = number.scale.min(28);
        let least = u16::try_from(number.fraction_digits()).unwrap_or(u16::MAX);
        (least..=most).rev().find_map(|scale| number.to_decimal(scale)).ok_or_else(|| {
            ValueError::new(
                "a Decimal has at most 28 digits after the point and is within -79228162514264337593543950335..=79228162514264337593543950335 without it; the numeric is not",
            )
        })
    }
}

impl Finite {
    fn to_decimal(&self, scale: u16) -> Option<Decimal> {
        let size = i128::try_from(self.to_scaled(scale)?).ok()?;
        Decimal::try_from_i128_with_scale(if self.negative { -size } else { size }, scale.into()).ok()
    }
}
