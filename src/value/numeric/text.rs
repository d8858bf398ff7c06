//! Numbers as text: as PostgreSQL prints them, and as it reads them.

use std::fmt::{self, Write};
use std::str::FromStr;

use super::{Finite, GROUP, Number, Numeric};
use crate::error::ValueError;

impl fmt::Display for Numeric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        let negative = match &self.0 {
            Number::Finite(number) => {
                number.print(&mut text)?;
                number.negative
            }
            Number::NaN => {
                text.push_str("NaN");
                false
            }
            Number::Infinity | Number::NegInfinity => {
                text.push_str("Infinity");
                self.0 == Number::NegInfinity
            }
        };
        f.pad_integral(!negative, "", &text)
    }
}

impl fmt::Debug for Numeric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Numeric({self})")
    }
}

impl Finite {
    /// Appends the text, without a sign.
    fn print(&self, out: &mut String) -> fmt::Result {
        write!(out, "{}", self.digit(i32::from(self.weight).max(0)))?;
        for power in (0..i32::from(self.weight)).rev() {
            write!(out, "{:04}", self.digit(power))?;
        }
        if self.scale > 0 {
            out.push('.');
            let end = out.len() + usize::from(self.scale);
            for group in 1..=self.scale.div_ceil(GROUP) {
                write!(out, "{:04}", self.digit(-i32::from(group)))?;
            }
            out.truncate(end);
        }
        Ok(())
    }
}

impl FromStr for Numeric {
    type Err = ValueError;

    /// Reads what PostgreSQL reads: digits with an optional sign, point and exponent, `NaN`, `Infinity` and `inf` in any
    /// case, with spaces around it. The scale is the number of digits after the point, less the exponent.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
        if text.eq_ignore_ascii_case("nan") {
            return Ok(Numeric::NAN);
        }
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if unsigned.eq_ignore_ascii_case("infinity") || unsigned.eq_ignore_ascii_case("inf") {
            return Ok(if negative { Numeric::NEG_INFINITY } else { Numeric::INFINITY });
        }
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
            return Err(not_a_number());
        }
        parse_finite(negative, whole, fraction, exponent).map(|number| Numeric(Number::Finite(number)))
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn parse_exponent(text: &str) -> Result<i64, ValueError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !all_digits(digits) {
        return Err(not_a_number());
    }
    // What has more digits than an `i32` is outside every limit.
    text.parse::<i32>()
        .map(i64::from)
        .map_err(|_| ValueError::new("the exponent of a numeric is within -2147483648..=2147483647"))
}

#[cold]
fn not_a_number() -> ValueError {
    ValueError::new(
        "a numeric is written as digits with an optional sign, point and exponent, as `NaN` or as `Infinity`, and the text is not",
    )
}

fn parse_finite(negative: bool, whole: &str, fraction: &str, exponent: i64) -> Result<Finite, ValueError> {
    let length = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX / 4);
    let scale = u16::try_from((length(fraction) - exponent).max(0)).unwrap_or(u16::MAX);
    let digits = whole.bytes().chain(fraction.bytes()).map(|byte| u16::from(byte - b'0'));
    let zeros = digits.clone().take_while(|digit| *digit == 0).count();
    // The power of ten that the first digit counts.
    let first = length(whole) + exponent - 1 - i64::try_from(zeros).unwrap_or(i64::MAX / 4);
    let weight = i32::try_from(first.div_euclid(i64::from(GROUP))).unwrap_or(i32::MAX);
    let mut room = first.rem_euclid(i64::from(GROUP));
    let mut groups = Vec::with_capacity((whole.len() + fraction.len()) / usize::from(GROUP) + 1);
    let mut group = 0;
    for digit in digits.skip(zeros) {
        group = group * 10 + digit;
        if room == 0 {
            groups.push(group);
            group = 0;
            room = i64::from(GROUP);
        }
        room -= 1;
    }
    for _ in 0..=room {
        group *= 10;
    }
    groups.push(group);
    Finite::new(negative, weight, scale, groups)
}
