//! `smallint`, `integer` and `bigint` as `i16`, `i32` and `i64`: the manual's page "Numeric Types".
//!
//! A column is never widened silently: an `i64` does not decode an `integer` column, whose Rust type is `i32`.

use super::SqlType;
use super::fixed::fixed;

fixed! {
    i16, Self: SqlType::builtin("int2", 21, 1005), |value: &i16| Ok(value.to_be_bytes()), |bytes| Ok(i16::from_be_bytes(bytes));
    i32, Self: SqlType::builtin("int4", 23, 1007), |value: &i32| Ok(value.to_be_bytes()), |bytes| Ok(i32::from_be_bytes(bytes));
    i64, Self: SqlType::builtin("int8", 20, 1016), |value: &i64| Ok(value.to_be_bytes()), |bytes| Ok(i64::from_be_bytes(bytes));
}

#[cfg(test)]
mod tests {
    use super::super::check::{bytes_of, only_length, refuses, round_trips, survives_noise};
    use super::super::{Encode, Value};

    #[test]
    fn bytes_are_big_endian() {
        assert_eq!(bytes_of(&0x0102_i16), [1, 2]);
        assert_eq!(bytes_of(&0x0102_0304_i32), [1, 2, 3, 4]);
        assert_eq!(bytes_of(&-2_i64), [255, 255, 255, 255, 255, 255, 255, 254]);
    }

    #[test]
    fn extremes_go_round() {
        for value in [i16::MIN, -1, 0, 1, i16::MAX] {
            round_trips(&value);
        }
        for value in [i32::MIN, -1, 0, 1, i32::MAX] {
            round_trips(&value);
        }
        for value in [i64::MIN, -1, 0, 1, i64::MAX] {
            round_trips(&value);
        }
    }

    #[test]
    fn only_the_exact_length_is_a_number() {
        only_length::<i16>(2);
        only_length::<i32>(4);
        only_length::<i64>(8);
        survives_noise::<i64>();
        refuses::<i32>(&[0; 8], "a value of type int4 has 4 bytes, found 8");
    }

    #[test]
    fn nothing_is_widened() {
        assert!(i64::accepts(20) && !i64::accepts(23) && !i64::accepts(21));
        assert!(i32::accepts(23) && !i32::accepts(21) && !i32::accepts(26));
        assert_eq!(i16::TYPE.array().oid, 1005);
    }
}
