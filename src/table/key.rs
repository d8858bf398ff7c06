//! Primary keys, and other columns that tell rows apart.

use frunk_core::hlist::{HCons, HNil};

use super::{ColumnType, Field, Table};
use crate::error::ValueError;
use crate::value::{Bindable, Encoder, Row, Value};

/// A table with a primary key. Implemented by `#[derive(Table)]`.
#[diagnostic::on_unimplemented(
    message = "table `{Self}` has no primary key",
    label = "its rows cannot be told apart",
    note = "mark the columns of its key: `#[column(primary_key)]`"
)]
pub trait Keyed: Table {
    /// The key: the type of its column, or a tuple of those of its columns in the order of the key.
    type Key: Row;
    /// A change of the row with a certain key, see [`patch`](Keyed::patch).
    type Patch;

    /// Begins a change of the row with this key, which need not be loaded for it.
    ///
    /// The columns that are given are the ones that change; expressions may read the row's columns as they were. The
    /// verb `update` sends it.
    ///
    /// ```
    /// # use piton::prelude::*;
    /// # #[derive(Table)] struct Person { #[column(primary_key, auto)] id: i32, name: String, age: i32 }
    /// let birthday = Person::patch(1).age(Person::age + 1);
    /// ```
    fn patch<K>(key: K) -> Self::Patch
    where
        Self::PrimaryKey: KeyFrom<K, Self>;
}

/// A primary key, an HList of columns, of which `K` is a value: that of its column, or a tuple of those of its columns
/// in the order of the key.
#[diagnostic::on_unimplemented(
    message = "`{K}` is not a primary key of `{T}`",
    label = "not a key of `{T}`",
    note = "a key of several columns is a tuple of their values, in the order of the key"
)]
pub trait KeyFrom<K, T> {
    /// Appends the value of one of the key's columns, counted from zero, with its length before it.
    ///
    /// # Errors
    ///
    /// As [`Encoder::put_value`].
    fn put(key: &K, part: usize, out: &mut Encoder) -> Result<(), ValueError>;
}

// A table without a primary key is reported as that, and not what is given for a key of it, too.
#[diagnostic::do_not_recommend]
impl<K, T> KeyFrom<K, T> for () {
    fn put(_: &K, _: usize, _: &mut Encoder) -> Result<(), ValueError> {
        Err(ValueError::new("the table has no primary key"))
    }
}

/// The class of a column's values.
type Class<C> = <<<C as Field>::Type as ColumnType>::Base as Value>::Class;

#[diagnostic::do_not_recommend]
impl<K: Bindable<Class<C>>, C: Field, T> KeyFrom<K, T> for HCons<C, HNil> {
    fn put(key: &K, _: usize, out: &mut Encoder) -> Result<(), ValueError> {
        out.put_value(key)
    }
}

macro_rules! composite {
    ($($column:ident $value:ident $part:tt),+) => {
        #[diagnostic::do_not_recommend]
        impl<T, $($column: Field, $value: Bindable<Class<$column>>),+> KeyFrom<($($value,)+), T>
            for composite!(@list $($column)+)
        {
            fn put(key: &($($value,)+), part: usize, out: &mut Encoder) -> Result<(), ValueError> {
                match part {
                    $($part => out.put_value(&key.$part),)+
                    _ => Err(ValueError::new("the key has fewer columns")),
                }
            }
        }
    };
    (@list) => { HNil };
    (@list $first:ident $($rest:ident)*) => { HCons<$first, composite!(@list $($rest)*)> };
}

composite!(C1 V1 0, C2 V2 1);
composite!(C1 V1 0, C2 V2 1, C3 V3 2);
composite!(C1 V1 0, C2 V2 1, C3 V3 2, C4 V4 3);
composite!(C1 V1 0, C2 V2 1, C3 V3 2, C4 V4 3, C5 V5 4);
composite!(C1 V1 0, C2 V2 1, C3 V3 2, C4 V4 3, C5 V5 4, C6 V6 5);
composite!(C1 V1 0, C2 V2 1, C3 V3 2, C4 V4 3, C5 V5 4, C6 V6 5, C7 V7 6);
composite!(C1 V1 0, C2 V2 1, C3 V3 2, C4 V4 3, C5 V5 4, C6 V6 5, C7 V7 6, C8 V8 7);

/// A column, or a tuple of columns, of which no two rows of the table `T` have the same values: a primary key or a
/// UNIQUE constraint.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not unique in table `{T}`",
    label = "two rows of `{T}` may have the same value",
    note = "declare it: `#[column(unique)]`, or `#[table(unique(a, b))]` for several columns, in the same order"
)]
pub trait UniqueIn<T> {
    /// The condition of the rows among which they are unique, if it is not all of them.
    const PREDICATE: Option<&'static str> = None;
}
