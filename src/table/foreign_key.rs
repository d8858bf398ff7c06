//! Which column a foreign key can refer to.

use super::ColumnType;
use crate::value::Value;

/// A column whose values can be those of the column `C`, which it refers to.
///
/// Both have the same type; either may be an `Option`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{Self}` cannot refer to a column of type `{T}`",
    label = "refers to a `{T}`",
    note = "give the column the type of the one that it refers to, or an `Option` of it"
)]
pub trait RefersTo<T> {}

#[diagnostic::do_not_recommend]
impl<A: ColumnType, B: ColumnType> RefersTo<B> for A where
    <A::Base as Value>::Class: Is<<B::Base as Value>::Class>
{
}

/// Equality of types.
pub trait Is<T> {}

impl<T> Is<T> for T {}
