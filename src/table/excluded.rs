//! The row that an `INSERT` proposes.

use std::marker::PhantomData;

use super::identity::DX;
use super::{Column, Field, Source, Table};
use crate::sql::TableRef;

/// The row of the table `T` that an `INSERT` proposes, in `ON CONFLICT DO UPDATE`: `excluded`.
#[derive(Debug)]
pub struct Excluded<T>(PhantomData<T>);

#[diagnostic::do_not_recommend]
impl<T: Table> Source for Excluded<T> {
    type Table = T;
    type Id = DX<T::Id>;
    const REF: &'static TableRef = &TableRef { source: "excluded", ..*T::REF };
}

impl<T: Table, C: Field> Column<T, C> {
    /// The column of the row that an `INSERT` proposes, in `ON CONFLICT DO UPDATE`: `excluded.age`. The column itself
    /// is that of the row which is there already.
    #[must_use]
    pub fn excluded(self) -> Column<Excluded<T>, C> {
        Column::NEW
    }
}
