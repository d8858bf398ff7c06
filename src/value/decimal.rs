//! `numeric` as `rust_decimal::Decimal` (feature `rust_decimal-1`): the manual's page "Numeric Types".
//!
//! A `Decimal` has up to 28 digits after the point and 96 bits for all digits together, `numeric` up to 16383 and
//! 147455 digits, NaN and infinities. Nothing is rounded: a `numeric` that does not fit is an error. The number of
//! digits after the point is kept, as far as zeros at the end have room.

use ::rust_decimal::Decimal;

use super::numeric::{INFINITY, NAN, NEG_INFINITY, NEGATIVE};
use super::{Bindable, Encode, Encoder, SqlType, Value, class};
use crate::error::ValueError;

const POSITIVE: u16 = 0x0000;

/// `numeric` is a sequence of groups of four decimal digits.
const GROUP: u16 = 10_000;

/// Groups of a mantissa of 96 bits, aligned to the point.
const GROUPS: usize = 8;

/// Digits after the point.
const MAX_SCALE: i32 = 28;

/// The largest mantissa of a `Decimal`.
const MAX_MANTISSA: u128 = (1 << 96) - 1;

#[diagnostic::do_not_recommend]
impl Encode for Decimal {
    const TYPE: &'static SqlType = &SqlType::builtin("numeric", 1700, 1231);

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        // The last group is filled with zeros after the point.
        let scale = self.scale();
        let after_point = scale.div_ceil(4);
        let mut rest = self.mantissa().unsigned_abs() * 10_u128.pow(after_point * 4 - scale);
        let mut groups = [0_u16; GROUPS];
        let mut count = 0_u16;
        for group in groups.iter_mut().rev() {
            if rest == 0 {
                break;
            }
            *group = u16::try_from(rest % u128::from(GROUP)).unwrap_or_default();
            rest /= u128::from(GROUP);
            count += 1;
        }
        let weight = i32::from(count) - 1 - i32::try_from(after_point).unwrap_or_default();
        let zeros = groups.iter().rev().take_while(|group| **group == 0).count();
        let digits = groups.get(GROUPS - usize::from(count)..GROUPS - zeros).unwrap_or_default();
        let negative = self.is_sign_negative() && count > 0;
        let weight = if count > 0 { weight } else { 0 };

        out.put(&u16::try_from(digits.len()).unwrap_or_default().to_be_bytes());
        out.put(&i16::try_from(weight).unwrap_or_default().to_be_bytes());
        out.put(&(if negative { NEGATIVE } else { POSITIVE }).to_be_bytes());
        out.put(&u16::try_from(scale).unwrap_or_default().to_be_bytes());
        for group in digits {
            out.put(&group.to_be_bytes());
        }
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl Value for Decimal {
    type Borrowed<'r> = Self;
    type Class = class::Numeric;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        let (header, digits) = raw.split_first_chunk::<8>().ok_or_else(malformed)?;
        let [count1, count2, weight1, weight2, sign1, sign2, scale1, scale2] = *header;
        let count = u16::from_be_bytes([count1, count2]);
        let weight = i32::from(i16::from_be_bytes([weight1, weight2]));
        let scale = u16::from_be_bytes([scale1, scale2]);
        let negative = match u16::from_be_bytes([sign1, sign2]) {
            POSITIVE => false,
            NEGATIVE => true,
            NAN => return Err(not_finite("NaN")),
            INFINITY => return Err(not_finite("Infinity")),
            NEG_INFINITY => return Err(not_finite("-Infinity")),
            _ => return Err(malformed()),
        };
        let (groups, []) = digits.as_chunks::<2>() else { return Err(malformed()) };
        if groups.len() != usize::from(count)
            || scale > 16383
            || groups.iter().any(|group| u16::from_be_bytes(*group) >= GROUP)
        {
            return Err(malformed());
        }
        let (mantissa, scale) = unscaled(groups, weight, i32::from(scale))?;
        let mantissa = i128::try_from(mantissa).map_err(|_| too_large())?;
        let scale = u32::try_from(scale).map_err(|_| too_large())?;
        let mut decimal = Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| too_large())?;
        decimal.set_sign_negative(negative && mantissa != 0);
        Ok(decimal)
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl Bindable<class::Numeric> for Decimal {}

/// The mantissa and its digits after the point, which are `scale` where that fits.
///
/// The groups are the digits of a number in base 10000, the first one times 10000 to the power `weight`.
fn unscaled(groups: &[[u8; 2]], weight: i32, scale: i32) -> Result<(u128, i32), ValueError> {
    let scale = scale.min(MAX_SCALE);
    // Zero groups at either end do not change the value, and a server leaves them out.
    let end = groups.iter().rposition(|group| *group != [0, 0]).map_or(0, |last| last + 1);
    let start = groups.iter().position(|group| *group != [0, 0]).unwrap_or(0);
    let digits = groups.get(start..end).unwrap_or_default();
    if digits.is_empty() {
        return Ok((0, scale));
    }
    // Nine groups have at most 36 digits, and ten at least 34, which is more than 96 bits hold.
    if digits.len() > 9 {
        return Err(if weight < 0 { too_many_digits() } else { too_large() });
    }
    let mut mantissa = 0_u128;
    for group in digits {
        mantissa = mantissa * u128::from(GROUP) + u128::from(u16::from_be_bytes(*group));
    }
    // The digits after the point that the groups hold; below zero it is zeros before the point that they leave out.
    let mut held = 4 * (i32::try_from(end).map_err(|_| malformed())? - 1 - weight);
    while held > scale && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        held -= 1;
    }
    if held > MAX_SCALE {
        return Err(too_many_digits());
    }
    while held < scale {
        match mantissa.checked_mul(10) {
            Some(more) if more <= MAX_MANTISSA => mantissa = more,
            _ => break,
        }
        held += 1;
    }
    // Without room for every zero at the end, the value is still the same.
    while mantissa > MAX_MANTISSA && held > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        held -= 1;
    }
    if mantissa > MAX_MANTISSA || held < 0 { Err(too_large()) } else { Ok((mantissa, held)) }
}

#[cold]
#[inline(never)]
fn malformed() -> ValueError {
    ValueError::new("the numeric's header, its digits and its length do not fit together")
}

#[cold]
#[inline(never)]
fn not_finite(what: &str) -> ValueError {
    ValueError::new(format!("the numeric is {what}, which `rust_decimal::Decimal` cannot hold"))
}

#[cold]
#[inline(never)]
fn too_many_digits() -> ValueError {
    ValueError::new(
        "the numeric has more digits after the point than the 28 of `rust_decimal::Decimal`; `round` it in SQL",
    )
}

#[cold]
#[inline(never)]
fn too_large() -> ValueError {
    ValueError::new(
        "the numeric has more digits than `rust_decimal::Decimal`, whose digits without the point are a number up to \
         79228162514264337593543950335",
    )
}

#[cfg(test)]
mod tests;
