//! `boolean` as `bool`: the manual's page "Boolean Type".

use super::SqlType;
use super::fixed::fixed;
use crate::error::ValueError;

fixed! {
    bool, Self: SqlType::builtin("bool", 16, 1000), |value: &bool| Ok([u8::from(*value)]), |bytes: [u8; 1]| match bytes {
        [0] => Ok(false),
        [1] => Ok(true),
        _ => Err(ValueError::new("a bool is the byte 0 or 1, found another")),
    };
}

#[cfg(test)]
mod tests {
    use super::super::Value;
    use super::super::check::{bytes_of, only_length, refuses, round_trips};

    #[test]
    fn two_bytes_are_bool() {
        assert_eq!(bytes_of(&true), [1]);
        round_trips(&true);
        round_trips(&false);
        for byte in 2..=255 {
            refuses::<bool>(&[byte], "a bool is the byte 0 or 1");
        }
        only_length::<bool>(1);
        assert!(bool::accepts(16) && !bool::accepts(18));
    }
}
