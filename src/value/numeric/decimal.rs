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

#[cfg(test)]
mod tests {
    use super::super::tests::numeric;
    use super::*;

    #[test]
    fn decimals_keep_their_scale() {
        for text in [
            "0",
            "0.00",
            "-1.50",
            "79228162514264337593543950335",
            "-0.0000000000000000000000000001",
            "12345.678",
        ] {
            let decimal: Decimal = text.parse().unwrap_or(Decimal::MAX);
            assert_eq!(Numeric::from(decimal).to_string(), text);
            assert_eq!(
                Decimal::try_from(numeric(text)).ok().map(|back| back.to_string()).as_deref(),
                Some(text)
            );
        }
    }

    #[test]
    fn zeros_that_have_no_room_are_left_out() {
        for (text, short) in [
            ("1.0000000000000000000000000000000000", "1.0000000000000000000000000000"),
            ("79228162514264337593543950335.00", "79228162514264337593543950335"),
            ("7922816251426433759354395033.50", "7922816251426433759354395033.5"),
        ] {
            assert_eq!(
                Decimal::try_from(numeric(text)).ok().map(|back| back.to_string()).as_deref(),
                Some(short)
            );
        }
    }

    #[test]
    fn what_a_decimal_cannot_hold_is_an_error() {
        for (text, message) in [
            ("79228162514264337593543950336", "a Decimal has at most 28 digits"),
            ("0.00000000000000000000000000001", "a Decimal has at most 28 digits"),
            ("1e131071", "a Decimal has at most 28 digits"),
            ("1e-16383", "a Decimal has at most 28 digits"),
            ("nan", "a Decimal is a finite number"),
            ("inf", "a Decimal is a finite number"),
        ] {
            let error =
                Decimal::try_from(numeric(text)).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.starts_with(message), "{text}: {error}");
        }
    }
}
