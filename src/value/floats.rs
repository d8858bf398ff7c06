//! `real` and `double precision` as `f32` and `f64`: the manual's page "Numeric Types".
//!
//! Every bit goes both ways: infinities, negative zero and NaN. PostgreSQL takes all NaN as equal to each other and
//! greater than every number, Rust does not.

use super::SqlType;
use super::fixed::fixed;

fixed! {
    f32, Self: SqlType::builtin("float4", 700, 1021), |value: &f32| Ok(value.to_be_bytes()), |bytes| Ok(f32::from_be_bytes(bytes));
    f64, Self: SqlType::builtin("float8", 701, 1022), |value: &f64| Ok(value.to_be_bytes()), |bytes| Ok(f64::from_be_bytes(bytes));
}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::super::check::{bytes_of, only_length, survives_noise};

    #[test]
    fn every_bit_goes_round() {
        let doubles =
            [0.0, -0.0, 1.5, f64::MIN, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::INFINITY, f64::NAN];
        for value in doubles.into_iter().chain([f64::from_bits(0xfff0_0000_0000_0001)]) {
            assert_eq!(f64::decode(&bytes_of(&value)).map(f64::to_bits).ok(), Some(value.to_bits()));
        }
        for value in [-0.0, 1.5, f32::MAX, f32::NEG_INFINITY, f32::from_bits(0x7f80_0001)] {
            assert_eq!(f32::decode(&bytes_of(&value)).map(f32::to_bits).ok(), Some(value.to_bits()));
        }
        assert_eq!(bytes_of(&1.0_f64), [0x3f, 0xf0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bytes_of(&-2.0_f32), [0xc0, 0, 0, 0]);
    }

    #[test]
    fn only_the_exact_length_is_a_number() {
        only_length::<f32>(4);
        only_length::<f64>(8);
        survives_noise::<f64>();
        assert!(!f64::accepts(700) && !f32::accepts(701));
    }
}
