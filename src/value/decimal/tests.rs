use postgres_types::{FromSql, ToSql, Type};

use super::super::check::{bytes_of, decodes, refuses, survives_damage, survives_noise};
use super::*;

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap_or(Decimal::MIN)
}

fn raw(weight: i16, sign: u16, scale: u16, groups: &[u16]) -> Vec<u8> {
    let count = u16::try_from(groups.len()).unwrap_or_default();
    let header = [count, u16::from_be_bytes(weight.to_be_bytes()), sign, scale];
    header.iter().chain(groups).flat_map(|number| number.to_be_bytes()).collect()
}

#[test]
fn the_format_is_that_of_the_server() {
    assert_eq!(bytes_of(&decimal("12345.678")), raw(1, POSITIVE, 3, &[1, 2345, 6780]));
    assert_eq!(bytes_of(&decimal("-0.00001")), raw(-2, NEGATIVE, 5, &[1000]));
    assert_eq!(bytes_of(&decimal("10000")), raw(1, POSITIVE, 0, &[1]));
    assert_eq!(bytes_of(&decimal("0.00")), raw(0, POSITIVE, 2, &[]));
    assert_eq!(bytes_of(&decimal("1.000000")), raw(0, POSITIVE, 6, &[1]));
    let mut zero = Decimal::ZERO;
    zero.set_sign_negative(true);
    assert_eq!(bytes_of(&zero), raw(0, POSITIVE, 0, &[]));
}

#[test]
fn value_and_scale_go_round() {
    for text in [
        "0",
        "0.0",
        "1",
        "-1",
        "1.10",
        "9999",
        "10000",
        "10001",
        "0.1",
        "0.0001",
        "0.00010",
        "0.00001",
        "123456789.987654321",
        "100000000",
        "1000000000000.0000",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "7.9228162514264337593543950335",
        "0.0000000000000000000000000001",
        "-12345678901234.56789012345678",
        "0.7922816251426433759354395033",
    ] {
        let value = decimal(text);
        assert_eq!(value.to_string(), text);
        // rust_decimal itself sends zero groups at the end, and zero without its scale.
        let mut theirs = bytes::BytesMut::new();
        assert!(value.to_sql(&Type::NUMERIC, &mut theirs).is_ok());
        decodes(&theirs, &value);
        assert_eq!(Decimal::from_sql(&Type::NUMERIC, &bytes_of(&value)).ok(), Some(value));
        decodes(&bytes_of(&value), &value);
        assert_eq!(
            Decimal::decode(&bytes_of(&value)).map(|value| value.to_string()).ok().as_deref(),
            Some(text)
        );
    }
}

#[test]
fn zeros_at_the_end_give_way() {
    for (sent, expected) in [
        (raw(0, POSITIVE, 40, &[1]), "1.0000000000000000000000000000"),
        (raw(0, POSITIVE, 16383, &[]), "0.0000000000000000000000000000"),
        (raw(5, POSITIVE, 20, &[1, 0, 0, 0, 0, 1]), "100000000000000000001.00000000"),
        (raw(0, NEGATIVE, 2, &[0, 0]), "0.00"),
        (raw(1, POSITIVE, 1, &[0, 7, 5000, 0]), "7.5"),
        (raw(0, POSITIVE, 29, &[1, 2, 0, 0, 0, 0, 0, 9]), "1.0002000000000000000000000009"),
    ] {
        assert_eq!(Decimal::decode(&sent).map(|value| value.to_string()).ok().as_deref(), Some(expected));
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    refuses::<Decimal>(&raw(0, NAN, 0, &[]), "is NaN");
    refuses::<Decimal>(&raw(0, INFINITY, 0, &[]), "is Infinity");
    refuses::<Decimal>(&raw(0, NEG_INFINITY, 0, &[]), "is -Infinity");
    refuses::<Decimal>(&raw(-8, POSITIVE, 32, &[1]), "digits after the point");
    refuses::<Decimal>(&raw(-8, POSITIVE, 29, &[1000]), "digits after the point");
    refuses::<Decimal>(&raw(-100, POSITIVE, 400, &[1; 20]), "digits after the point");
    refuses::<Decimal>(&raw(7, POSITIVE, 0, &[8, 0, 0, 0, 0, 0, 0, 0]), "more digits than");
    refuses::<Decimal>(&raw(i16::MAX, POSITIVE, 0, &[1]), "more digits than");
    refuses::<Decimal>(&raw(i16::MIN, POSITIVE, 16383, &[1]), "digits after the point");
    refuses::<Decimal>(&raw(30, POSITIVE, 0, &[9999; 20]), "more digits than");
    // One more than the largest.
    refuses::<Decimal>(
        &raw(7, POSITIVE, 0, &[7, 9228, 1625, 1426, 4337, 5935, 4395, 336]),
        "more digits than",
    );
}

#[test]
fn damage_is_refused() {
    let malformed = "do not fit together";
    for length in 0..8 {
        refuses::<Decimal>(&vec![0; length], malformed);
    }
    refuses::<Decimal>(&raw(0, POSITIVE, 0, &[10_000]), malformed);
    refuses::<Decimal>(&raw(0, 0x1234, 0, &[1]), malformed);
    refuses::<Decimal>(&raw(0, POSITIVE, 16384, &[1]), malformed);
    refuses::<Decimal>(&[raw(0, POSITIVE, 0, &[1]), vec![0]].concat(), malformed);
    refuses::<Decimal>(&[0xff, 0xff, 0, 0, 0, 0, 0, 0], malformed);
    survives_damage::<Decimal>(&bytes_of(&decimal("-12345678901234.56789")));
    survives_noise::<Decimal>();
}
