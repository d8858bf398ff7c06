//! `uuid` as `uuid::Uuid` (feature `uuid-1`): the manual's page "UUID Type".

use ::uuid::Uuid;

use super::fixed::fixed;
use super::{SqlType, class};

fixed! {
    Uuid, class::Uuid: SqlType::builtin("uuid", 2950, 2951),
        |value: &Uuid| Ok(value.into_bytes()), |bytes| Ok(Uuid::from_bytes(bytes));
}

#[cfg(test)]
mod tests {
    use postgres_types::Type;

    use super::super::Value;
    use super::super::check::{agrees, bytes_of, only_length, round_trips, survives_noise};
    use super::*;

    #[test]
    fn sixteen_bytes_are_a_uuid() {
        let value = Uuid::from_u128(0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f);
        assert_eq!(bytes_of(&value), (0..16).collect::<Vec<u8>>());
        agrees(&value, &Type::UUID);
        for value in [value, Uuid::nil(), Uuid::max()] {
            round_trips(&value);
        }
        only_length::<Uuid>(16);
        survives_noise::<Uuid>();
        assert!(Uuid::accepts(2950) && <Vec<Uuid>>::accepts(2951) && !Uuid::accepts(17));
    }
}
