//! What the code of the macros needs; not for others, and without promises.

pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};

pub use frunk_core::hlist::{HCons, HNil};

pub use core::marker::PhantomData;

pub use crate::error::{Error, ValueError};
pub use crate::expr::{FieldOf, FitsField, Project, Projection, Selectable, UnsetField};
pub use crate::query::rows::{
    Changes, EncodedRow, FieldTuple, Given, Mode, Need, New, NewRow, Patch, RowData, Slot, Unset, ValueOf,
};
pub use crate::record::relation::{
    BelongsTo, Relation, Through, ToMany, ToOption, belongs_to, has_many, has_many_by, has_one, has_one_by,
    number, through,
};
pub use crate::sql::{Statement, TableRef};
pub use crate::table::Scope;
pub use crate::table::identity::Answer;
pub use crate::table::identity::False;
pub use crate::table::identity::{D0, D1, D2, D3, D4, D5, D6, D7, D8, D9, DA, DB, DC, DD, DE, DF};
pub use crate::table::{
    Action, Column, ColumnDef, ColumnSet, Entity, Field, ForeignKey, Generated, Source, Table, TableDef,
};
pub use crate::table::{ColumnType, InDatabase, InQuery, KeyFrom, Keyed, RefersTo, UniqueIn};
pub use crate::value::{ArrayItem, Columns, Encode, Encoder, Record, Row, Shape, SqlType};

/// A name, also where the user has a type `str`.
pub type Str = &'static str;

/// The columns of the struct `table` without what the attributes say, of which the first are `F`.
#[must_use]
#[allow(clippy::indexing_slicing, reason = "the compiler evaluates it")]
pub const fn columns<F: FieldTuple, const N: usize>(table: Str, fields: [Str; N]) -> [ColumnDef; N] {
    let mut columns = [F::DEFS[0]; N];
    let mut number = 0;
    while number < N {
        columns[number].table = table;
        columns[number].field = fields[number];
        number += 1;
    }
    with_columns::<F, N>(columns, 0)
}

/// The columns with `F` among them, the first of which has the number `first`.
#[must_use]
#[allow(clippy::indexing_slicing, reason = "the compiler evaluates it")]
pub const fn with_columns<F: FieldTuple, const N: usize>(
    mut columns: [ColumnDef; N],
    first: usize,
) -> [ColumnDef; N] {
    let mut place = 0;
    while place < F::DEFS.len() {
        let ColumnDef { table, field, .. } = columns[first + place];
        columns[first + place] = ColumnDef { table, field, ..F::DEFS[place] };
        place += 1;
    }
    columns
}

/// A reference of the column `F` to the column `C`.
#[must_use]
pub const fn foreign_key<F, S, C>(_: Column<S, C>, on_delete: Action, on_update: Action) -> ForeignKey
where
    F: Field<Type: RefersTo<C::Type>>,
    S: Source,
    C: Field,
{
    ForeignKey { schema: S::REF.schema, table: S::REF.table, column: C::NAME, on_delete, on_update }
}

/// The table of an alias, by its name.
#[must_use]
pub const fn alias<S: Source>(name: Str) -> TableRef {
    TableRef { source: name, qualifier: None, ..*<S::Table as Source>::REF }
}

/// Whether the column can be NULL.
#[must_use]
pub const fn nullable<C: Field>() -> bool {
    <C::Type as ColumnType>::NULLABLE
}

/// Whether the column is of a type that can be `GENERATED AS IDENTITY`.
#[must_use]
pub const fn is_integer<C: Field>() -> bool {
    let ty = <<C::Type as ColumnType>::Base as Encode>::TYPE;
    matches!(ty.oid, 20 | 21 | 23) && !ty.is_array && !nullable::<C>()
}

/// Whether the column is of a type whose values are rows of a table, which are no column's.
#[must_use]
pub const fn holds_rows<C: Field>() -> bool {
    <<C::Type as ColumnType>::Base as Encode>::TYPE.oid == 2287
}

/// Adds the columns of a table's row.
pub fn describe(shape: &mut Shape, table: &TableDef) {
    for column in table.columns {
        table.describe_column(column, shape);
    }
}

/// Adds the columns of a field of a row's struct, which stands under this name in the result.
pub fn describe_field(
    shape: &mut Shape,
    describe: fn(&mut Shape),
    owner: Str,
    field: Str,
    name: Option<Str>,
) {
    let start = shape.columns.len();
    describe(shape);
    let nested = shape.columns.len() != start + 1;
    for spec in shape.columns.iter_mut().skip(start) {
        if spec.field.is_none() || !nested {
            spec.field = Some((owner, field));
        }
        if !nested {
            spec.name = name;
        }
    }
}

/// Adds the columns that a field of a row's struct is selected from.
pub fn describe_selected(shape: &mut Shape, describe: fn(&mut Shape), owner: Str, field: Str) {
    let start = shape.columns.len();
    describe(shape);
    for spec in shape.columns.iter_mut().skip(start) {
        spec.field.get_or_insert((owner, field));
    }
}

/// Takes the value of a column off the cursor.
///
/// # Errors
///
/// The value cannot be decoded.
#[inline(always)]
pub fn decode<C: Field>(columns: &mut Columns<'_>) -> Result<C::Type, Error> {
    <C::Type as Row>::decode(columns)
}

/// Whether a column may be NULL, at the type level.
pub type Null<C> = <<C as Field>::Type as ColumnType>::Null;
