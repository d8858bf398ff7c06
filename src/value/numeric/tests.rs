use std::collections::HashSet;

use super::super::check::{bytes_of, decodes, refuses, round_trips, survives_damage, survives_noise};
use super::*;

pub(super) fn numeric(text: &str) -> Numeric {
    text.parse().unwrap_or(Numeric::NAN)
}

fn parse_error(text: &str) -> String {
    text.parse::<Numeric>().err().map(|error| error.to_string()).unwrap_or_default()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| d.try_into().ok()).collect();
    digits.as_chunks::<2>().0.iter().map(|[high, low]| high * 16 + low).collect()
}

/// Input, what PostgreSQL prints for it, and what it sends.
const KNOWN: &[(&str, &str, &str)] = &[
    ("0", "0", "0000 0000 0000 0000"),
    ("0.00", "0.00", "0000 0000 0000 0002"),
    ("-0.0", "0.0", "0000 0000 0000 0001"),
    ("1", "1", "0001 0000 0000 0000 0001"),
    ("1.00", "1.00", "0001 0000 0000 0002 0001"),
    ("-1.5", "-1.5", "0002 0000 4000 0001 0001 1388"),
    ("9999", "9999", "0001 0000 0000 0000 270f"),
    ("10000", "10000", "0001 0001 0000 0000 0001"),
    ("100000000", "100000000", "0001 0002 0000 0000 0001"),
    ("0.0001", "0.0001", "0001 ffff 0000 0004 0001"),
    ("0.00010", "0.00010", "0001 ffff 0000 0005 0001"),
    ("0.00001", "0.00001", "0001 fffe 0000 0005 03e8"),
    ("0.000012300", "0.000012300", "0001 fffe 0000 0009 04ce"),
    ("12345.678", "12345.678", "0003 0001 0000 0003 0001 0929 1a7c"),
    ("12345678.9", "12345678.9", "0003 0001 0000 0001 04d2 162e 2328"),
    ("10000.0001", "10000.0001", "0003 0001 0000 0004 0001 0000 0001"),
    ("1000000000000.00000000", "1000000000000.00000000", "0001 0003 0000 0008 0001"),
    ("-0.5", "-0.5", "0001 ffff 4000 0001 1388"),
    ("-9223372036854775808", "-9223372036854775808", "0005 0004 4000 0000 039a 0d2c 0170 1565 16b0"),
    (
        "123456789012345678901234567890.123456789",
        "123456789012345678901234567890.123456789",
        "000b 0007 0000 0009 000c 0d80 1ed2 04d2 162e 2334 0d80 1ed2 04d2 162e 2328",
    ),
    // The mean of 1, 2, 3 and 4, and a third of it.
    ("2.5000000000000000", "2.5000000000000000", "0002 0000 0000 0010 0002 1388"),
    ("0.83333333333333333333", "0.83333333333333333333", "0005 ffff 0000 0014 208d 0d05 0d05 0d05 0d05"),
    ("1e5", "100000", "0001 0001 0000 0000 000a"),
    ("1.e2", "100", "0001 0000 0000 0000 0064"),
    ("1.5E-3", "0.0015", "0001 ffff 0000 0004 000f"),
    ("1.50e+1", "15.0", "0001 0000 0000 0001 000f"),
    ("1234500000000e-10", "123.4500000000", "0002 0000 0000 000a 007b 1194"),
    (".5", "0.5", "0001 ffff 0000 0001 1388"),
    ("5.", "5", "0001 0000 0000 0000 0005"),
    (" \t+8\n", "8", "0001 0000 0000 0000 0008"),
    ("00012.50", "12.50", "0002 0000 0000 0002 000c 1388"),
    ("0e200000", "0", "0000 0000 0000 0000"),
    (" nan ", "NaN", "0000 0000 c000 0000"),
    ("INFINITY", "Infinity", "0000 0000 d000 0000"),
    ("+inf", "Infinity", "0000 0000 d000 0000"),
    ("-Infinity", "-Infinity", "0000 0000 f000 0000"),
];

#[test]
fn text_and_bytes_are_those_of_postgresql() {
    for (input, text, hex) in KNOWN {
        let value: Result<Numeric, _> = input.parse();
        assert_eq!(value.as_ref().map(ToString::to_string).ok().as_deref(), Some(*text), "{input}");
        let value = numeric(input);
        assert_eq!(bytes_of(&value), bytes(hex), "{input}");
        decodes(&bytes(hex), &value);
        assert_eq!(Numeric::decode(&bytes(hex)).ok().map(|value| value.to_string()).as_deref(), Some(*text));
    }
}

#[test]
fn postgresql_leaves_a_scale_with_infinity() {
    decodes(&bytes("0000 0000 d000 0020"), &Numeric::INFINITY);
    decodes(&bytes("0000 0000 f000 0020"), &Numeric::NEG_INFINITY);
}

#[test]
fn zeros_around_the_digits_are_another_form_of_the_same() {
    decodes(&bytes("0004 0001 0000 0001 0000 0007 1388 0000"), &numeric("7.5"));
    decodes(&bytes("0003 7fff 4000 0001 0000 0000 0000"), &numeric("0"));
    assert_eq!(
        Numeric::decode(&bytes("0003 7fff 4000 0001 0000 0000 0000")).ok().map(|zero| bytes_of(&zero)),
        Some(bytes("0000 0000 0000 0001"))
    );
}

#[test]
fn every_wrong_form_is_refused() {
    for (hex, message) in [
        ("", "at least 8 bytes, found 0"),
        ("0000 0000 0000 00", "at least 8 bytes, found 7"),
        ("0001 0000 0000 0000", "a numeric of 1 digits has 10 bytes, found 8"),
        ("0001 0000 0000 0000 00", "found 9"),
        ("0001 0000 0000 0000 0001 00", "found 11"),
        ("0000 0000 0000 0000 0001", "a numeric of 0 digits has 8 bytes, found 10"),
        ("ffff 0000 0000 0000 0001", "a numeric of 65535 digits has 131078 bytes, found 10"),
        ("0001 0000 0000 0000 2710", "a digit of a numeric is less than 10000, found 10000"),
        ("0001 0000 0000 0000 ffff", "found 65535"),
        ("0000 0000 8000 0000", "0x8000 is not a sign"),
        ("0000 0000 0001 0000", "0x0001 is not a sign"),
        ("0001 0000 c000 0000 0001", "0xc000 is not a sign"),
        ("0000 0000 0000 4000", "at most 16383 digits after the point"),
        ("0000 0000 0000 ffff", "at most 16383 digits after the point"),
        ("0001 ffff 0000 0000 0001", "its scale hides"),
        ("0001 ffff 0000 0003 0001", "its scale hides"),
        ("0002 0000 0000 0002 0001 1392", "its scale hides"),
        ("0001 8000 0000 3fff 0001", "its scale hides"),
        ("0002 8000 0000 3fff 0000 0001", "its scale hides"),
    ] {
        refuses::<Numeric>(&bytes(hex), message);
    }
    survives_noise::<Numeric>();
    for (_, _, hex) in KNOWN {
        let valid = bytes(hex);
        survives_damage::<Numeric>(&valid);
        for end in 0..valid.len() {
            refuses::<Numeric>(valid.get(..end).unwrap_or_default(), "bytes, found");
        }
    }
}

#[test]
fn the_largest_and_the_smallest() {
    let largest = numeric(&format!("{nines}.{nines}", nines = "9".repeat(16_383)));
    round_trips(&largest);
    let nines = "9".repeat(131_072);
    let whole = numeric(&nines);
    assert_eq!(whole.to_string(), nines);
    assert_eq!(bytes_of(&whole).len(), 8 + 2 * 32_768);
    round_trips(&whole);
    assert_eq!(bytes_of(&numeric("1e131071")), bytes("0001 7fff 0000 0000 03e8"));
    assert_eq!(numeric("1e131071").to_string(), format!("1{}", "0".repeat(131_071)));
    assert_eq!(bytes_of(&numeric("1e-16383")), bytes("0001 f000 0000 3fff 000a"));
    assert_eq!(numeric("1e-16383").to_string(), format!("0.{}1", "0".repeat(16_382)));
    survives_damage::<Numeric>(&bytes_of(&numeric("1e131071")));
    for text in ["1e131072", "99999e131068", &"9".repeat(131_073), "1e2147483647"] {
        assert!(parse_error(text).contains("at most 131072 digits before the point"), "{text}");
    }
    for text in ["1e-16384", "0e-200000", "1e-2147483648", &format!(".{}", "0".repeat(16_384))] {
        assert!(parse_error(text).contains("at most 16383 digits after the point"), "{text}");
    }
    assert!(parse_error("1e2147483648").contains("exponent"));
}

#[test]
fn what_postgresql_does_not_read_is_refused_and_not_printed() {
    for text in [
        "", " ", ".", "-", "+-1", "- 1", "1 2", "1e", "1e+", ".e1", "1e1.5", "1.2.3", "1_000", "0x1",
        "secret", "infinit", "+NaN", "-NaN", "١", "1\u{a0}", "--1", "1e--1", "1ee1",
    ] {
        let message = parse_error(text);
        assert!(message.contains("the text is not") && !message.contains("secret"), "{text}: {message}");
    }
}

#[test]
fn comparison_is_that_of_the_numbers() {
    let ascending = [
        "-inf",
        "-1e131071",
        "-10000",
        "-2",
        "-1.5",
        "-1",
        "-0.00010001",
        "-0.0001",
        "0",
        "1e-16383",
        "0.0001",
        "0.00010001",
        "0.5",
        "1",
        "1.00000001",
        "9999",
        "10000",
        "10000.1",
        "100000000",
        "inf",
        "nan",
    ]
    .map(numeric);
    for (i, left) in ascending.iter().enumerate() {
        for (j, right) in ascending.iter().enumerate() {
            assert_eq!(left.cmp(right), i.cmp(&j), "{left} {right}");
            assert_eq!(left == right, i == j, "{left} {right}");
        }
    }
    let same: HashSet<Numeric> = ["1", "1.0", "1.000000", "10e-1"].map(numeric).into();
    assert_eq!(same.len(), 1);
    let zeros: HashSet<Numeric> = ["0", "-0.00", "0e-9"].map(numeric).into();
    assert_eq!(zeros.into_iter().next(), Some(Numeric::default()));
    assert_eq!(numeric("nan"), Numeric::NAN);
}

#[test]
fn integers_become_numerics_and_back() {
    for value in [i64::MIN, i64::MIN + 1, -10_000, -1, 0, 1, 9999, 10_000, 100_000_000, i64::MAX] {
        assert_eq!(Numeric::from(value).to_string(), value.to_string());
        assert_eq!(i64::try_from(Numeric::from(value)).ok(), Some(value));
        assert_eq!(Numeric::from(value).scale(), Some(0));
    }
    assert_eq!(Numeric::from(i16::MIN).to_string(), "-32768");
    assert_eq!(Numeric::from(i32::MIN).to_string(), "-2147483648");
    assert_eq!(Numeric::from(u32::MAX).to_string(), "4294967295");
    assert_eq!(i64::try_from(numeric("40.000")).ok(), Some(40));
    for (text, message) in [
        ("0.5", "an i64 is a whole number"),
        ("1e-16383", "an i64 is a whole number"),
        ("9223372036854775808", "an i64 is within -9223372036854775808..=9223372036854775807"),
        ("-9223372036854775809", "an i64 is within"),
        ("1e131071", "an i64 is within"),
        ("nan", "an i64 is a finite number"),
        ("-inf", "an i64 is a finite number"),
    ] {
        let error = i64::try_from(numeric(text)).err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.starts_with(message), "{text}: {error}");
    }
}

#[test]
fn floats_are_the_nearest() {
    for (text, float) in [
        ("0.1", 0.1),
        ("-2.5000", -2.5),
        ("9007199254740993", 9_007_199_254_740_992.0),
        ("1e400", f64::INFINITY),
        ("-1e400", f64::NEG_INFINITY),
        ("1e-400", 0.0),
        ("inf", f64::INFINITY),
        ("-inf", f64::NEG_INFINITY),
    ] {
        assert_eq!(numeric(text).to_f64().to_bits(), float.to_bits(), "{text}");
    }
    assert!(Numeric::NAN.to_f64().is_nan());
}

#[test]
fn formatting_has_a_width() {
    assert_eq!(
        format!("{:>8}|{:<8}|{:08}", numeric("-1.50"), numeric("2"), numeric("-3")),
        "   -1.50|2       |-0000003"
    );
    assert_eq!(format!("{:.1} {:?}", numeric("NaN"), numeric("-1.50")), "NaN Numeric(-1.50)");
}

/// A generator of numbers (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number, small ones as often as large ones, and a scale.
    fn scaled(&mut self) -> (i128, u16) {
        let size = self.next() >> (self.next() % 64);
        let power = 10_i128.pow(u32::try_from(self.next() % 10).unwrap_or_default());
        let value = i128::from(size) * power;
        let scale = u16::try_from(self.next() % 10).unwrap_or_default();
        (if self.next().is_multiple_of(2) { value } else { -value }, scale)
    }
}

/// The text of `value` / 10^`scale`, by another way.
fn text_of(value: i128, scale: u16) -> String {
    let scale = usize::from(scale);
    let digits = format!("{:0>1$}", value.unsigned_abs(), scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    let sign = if value < 0 { "-" } else { "" };
    let point = if scale > 0 { "." } else { "" };
    format!("{sign}{whole}{point}{fraction}")
}

#[test]
fn any_number_goes_every_way_round() {
    let mut random = Random(7);
    for _ in 0..20_000 {
        let (value, scale) = random.scaled();
        let text = text_of(value, scale);
        let parsed = numeric(&text);
        assert_eq!(parsed.to_string(), text);
        let built = Numeric(Number::Finite(Finite::from_scaled(value < 0, value.unsigned_abs(), scale)));
        assert_eq!((&built, built.scale()), (&parsed, Some(scale)), "{text}");
        round_trips(&parsed);
        assert_eq!(Numeric::decode(&bytes_of(&parsed)).ok().and_then(|back| back.scale()), Some(scale));
        assert_eq!(numeric(&format!("{value}e-{scale}")).to_string(), text);
        assert_eq!(Some(parsed.to_f64()), text.parse().ok());
        let Number::Finite(number) = &parsed.0 else { continue };
        assert_eq!(number.to_scaled(scale), Some(value.unsigned_abs()), "{text}");
        let (other, other_scale) = random.scaled();
        let (left, right) = (value * 10_i128.pow(other_scale.into()), other * 10_i128.pow(scale.into()));
        assert_eq!(parsed.cmp(&numeric(&text_of(other, other_scale))), left.cmp(&right), "{text}");
    }
}
