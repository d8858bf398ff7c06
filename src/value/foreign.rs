//! Every other type that the crate `postgres_types` has an implementation for.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use bytes::BytesMut;
use postgres_types::{FromSqlOwned, IsNull, Kind, ToSql, Type};

use super::{Bindable, Encode, Encoder, SqlType, Value};
use crate::error::ValueError;

/// Says which PostgreSQL type a [`Foreign`] value has.
///
/// Implement it for the type itself, or, for a type of another crate, for a marker of your own.
#[diagnostic::on_unimplemented(
    message = "it is not known which PostgreSQL type `{Self}` is",
    label = "does not implement `piton::value::ForeignType`",
    note = "implement `ForeignType` for it, or for a marker of your own and write `Foreign<{Self}, Marker>`"
)]
pub trait ForeignType: 'static {
    /// The PostgreSQL type.
    const TYPE: &'static SqlType;

    /// The type as `postgres_types` knows it, given to its traits.
    ///
    /// This needs to be written only for types whose implementation looks at more than the type's name, such as
    /// composites with their fields.
    #[must_use]
    fn postgres_type() -> Type {
        Type::from_oid(Self::TYPE.oid).unwrap_or_else(|| {
            let schema = Self::TYPE.schema.unwrap_or("public");
            Type::new(Self::TYPE.name.to_owned(), Self::TYPE.oid, Kind::Simple, schema.to_owned())
        })
    }
}

/// A value of a type that implements `ToSql` and `FromSql` of the crate `postgres_types`, as a column or a parameter.
///
/// With a type of your own, which says itself what it is:
///
/// ```
/// use piton::value::{Foreign, ForeignType, SqlType};
/// # use std::error::Error;
/// use postgres_types::{FromSql, IsNull, ToSql, Type, private::BytesMut};
///
/// #[derive(Debug, PartialEq)]
/// struct Lsn(u64);
///
/// impl ToSql for Lsn {
///     // ..
/// #   fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
/// #       out.extend_from_slice(&self.0.to_be_bytes());
/// #       Ok(IsNull::No)
/// #   }
/// #   postgres_types::accepts!(PG_LSN);
/// #   postgres_types::to_sql_checked!();
/// }
/// impl<'a> FromSql<'a> for Lsn {
///     // ..
/// #   fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
/// #       Ok(Lsn(u64::from_be_bytes(raw.try_into()?)))
/// #   }
/// #   postgres_types::accepts!(PG_LSN);
/// }
///
/// impl ForeignType for Lsn {
///     const TYPE: &'static SqlType = &SqlType::builtin("pg_lsn", 3220, 3221);
/// }
///
/// struct Replica {
///     replayed: Foreign<Lsn>,
/// }
///
/// let replica = Replica { replayed: Foreign::new(Lsn(7)) };
/// assert_eq!(replica.replayed.0, 7); // dereferences to the `Lsn`
/// ```
///
/// With a type of another crate, for which only a marker of your own can say it:
///
/// ```
/// use std::net::IpAddr;
///
/// use piton::value::{Foreign, ForeignType, SqlType};
///
/// enum Inet {}
///
/// impl ForeignType for Inet {
///     const TYPE: &'static SqlType = &SqlType::builtin("inet", 869, 1041);
/// }
///
/// struct Visit {
///     address: Foreign<IpAddr, Inet>,
/// }
///
/// let visit = Visit { address: IpAddr::from([127, 0, 0, 1]).into() };
/// assert!(visit.address.is_loopback());
/// ```
pub struct Foreign<T, N = T> {
    value: T,
    name: PhantomData<fn() -> N>,
}

impl<T, N> Foreign<T, N> {
    /// Wraps a value.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Foreign { value, name: PhantomData }
    }

    /// The value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T, N> From<T> for Foreign<T, N> {
    fn from(value: T) -> Self {
        Foreign::new(value)
    }
}

impl<T, N> Deref for Foreign<T, N> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T, N> DerefMut for Foreign<T, N> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Clone, N> Clone for Foreign<T, N> {
    fn clone(&self) -> Self {
        Foreign::new(self.value.clone())
    }
}

impl<T: Copy, N> Copy for Foreign<T, N> {}

impl<T: PartialEq, N> PartialEq for Foreign<T, N> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq, N> Eq for Foreign<T, N> {}

impl<T: fmt::Debug, N> fmt::Debug for Foreign<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Foreign").field(&self.value).finish()
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToSql, N: ForeignType> Encode for Foreign<T, N> {
    const TYPE: &'static SqlType = N::TYPE;

    fn encode(&self, out: &mut Encoder) -> Result<(), ValueError> {
        let ty = N::postgres_type();
        if !<T as ToSql>::accepts(&ty) {
            return Err(wrong_type::<T>(N::TYPE));
        }
        let mut bytes = BytesMut::new();
        match self.value.to_sql(&ty, &mut bytes) {
            Ok(IsNull::No) => {
                out.put(&bytes);
                Ok(())
            }
            Ok(IsNull::Yes) => Err(ValueError::new(format!(
                "the `{}` is sent as NULL, for which the Rust type must be an `Option`",
                std::any::type_name::<T>()
            ))),
            // What the other crate says may quote the value.
            Err(_) => Err(failed::<T>("ToSql", N::TYPE)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToSql + FromSqlOwned + Send + 'static, N: ForeignType> Value for Foreign<T, N> {
    type Borrowed<'r> = Self;
    type Class = Self;

    fn decode(raw: &[u8]) -> Result<Self, ValueError> {
        let ty = N::postgres_type();
        if !<T as postgres_types::FromSql<'_>>::accepts(&ty) {
            return Err(wrong_type::<T>(N::TYPE));
        }
        T::from_sql(&ty, raw).map(Foreign::new).map_err(|_| failed::<T>("FromSql", N::TYPE))
    }

    fn decode_borrowed(raw: &[u8]) -> Result<Self, ValueError> {
        Self::decode(raw)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToSql, N: ForeignType> Bindable<Self> for Foreign<T, N> {}

#[cold]
#[inline(never)]
fn wrong_type<T>(ty: &SqlType) -> ValueError {
    ValueError::new(format!("`{}` says that it is no value of type {ty}", std::any::type_name::<T>()))
}

#[cold]
#[inline(never)]
fn failed<T>(what: &str, ty: &SqlType) -> ValueError {
    ValueError::new(format!(
        "the `{what}` of `{}` failed for a value of type {ty}",
        std::any::type_name::<T>()
    ))
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::super::check::{
        bytes_of, encode_error, refuses, round_trips, survives_damage, survives_noise,
    };
    use super::*;

    enum Inet {}

    impl ForeignType for Inet {
        const TYPE: &'static SqlType = &SqlType::builtin("inet", 869, 1041);
    }

    enum Text {}

    impl ForeignType for Text {
        const TYPE: &'static SqlType = &SqlType::builtin("text", 25, 1009);
    }

    enum Citext {}

    impl ForeignType for Citext {
        const TYPE: &'static SqlType = &SqlType::named(None, "citext");
    }

    type Address = Foreign<IpAddr, Inet>;

    #[test]
    fn the_traits_of_postgres_types_do_the_work() {
        let local = Address::new(IpAddr::from([127, 0, 0, 1]));
        assert_eq!(bytes_of(&local), [2, 32, 0, 4, 127, 0, 0, 1]);
        round_trips(&local);
        round_trips(&vec![Some(local), None]);
        round_trips(&Foreign::<String, Citext>::from("Ab".to_owned()));
        assert!(Address::accepts(869) && <Vec<Address>>::accepts(1041) && !Address::accepts(650));
        assert_eq!(bytes_of(&[local]).get(8..12), Some(&869_u32.to_be_bytes()[..]));
    }

    #[test]
    fn failures_name_the_types_and_quote_nothing() {
        refuses::<Address>(
            b"\x09secret",
            "the `FromSql` of `core::net::ip_addr::IpAddr` failed for a value of type inet",
        );
        refuses::<Foreign<IpAddr, Text>>(b"", "says that it is no value of type text");
        assert!(
            encode_error(&Foreign::<i32, Text>::new(1))
                .contains("`i32` says that it is no value of type text")
        );
        assert!(encode_error(&Foreign::<Option<&str>, Text>::new(None)).contains("must be an `Option`"));
        survives_damage::<Address>(&[2, 32, 0, 4, 127, 0, 0, 1]);
        survives_noise::<Address>();
    }
}
