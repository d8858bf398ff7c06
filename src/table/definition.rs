//! What the attributes of a table say, as constants.

use frunk_core::hlist::{HCons, HNil};

use super::{ColumnType, Field};
use crate::value::{Encode, Row, Shape, SqlType};

/// A table as its struct declares it.
#[derive(Clone, Copy, Debug)]
pub struct TableDef {
    /// The struct's name.
    pub rust_name: &'static str,
    /// The schema, if it is not left to the search path.
    pub schema: Option<&'static str>,
    /// The table's name in the database.
    pub name: &'static str,
    /// The columns, in the order of the fields.
    pub columns: &'static [ColumnDef],
    /// The names of the primary key's columns.
    pub primary_key: &'static [&'static str],
    /// The numbers of the same columns.
    pub key: &'static [usize],
    /// Constraints over several columns.
    pub unique: &'static [&'static [&'static str]],
    /// Columns that are unique among the rows of which a SQL condition is true.
    pub unique_where: &'static [(&'static [&'static str], &'static str)],
    /// Indexes over several columns.
    pub indexes: &'static [&'static [&'static str]],
    /// Boolean SQL expressions that every row must satisfy.
    pub checks: &'static [&'static str],
}

/// A column as its field declares it.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDef {
    /// The struct's name.
    pub table: &'static str,
    /// The field's name.
    pub field: &'static str,
    /// The column's name in the database.
    pub name: &'static str,
    /// The type that the Rust type names.
    pub ty: &'static SqlType,
    /// The type as `CREATE TABLE` writes it, where `sql_type` overrides it.
    pub sql_type: Option<&'static str>,
    /// The type that `sql_type` names, without its modifiers.
    pub override_type: Option<&'static SqlType>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether it is of the primary key.
    pub primary_key: bool,
    /// Where values come from that an insert leaves out.
    pub generated: Generated,
    /// Whether it counts the changes of its row.
    pub version: bool,
    /// Whether it is the time of its row's last change.
    pub auto_now: bool,
    /// Whether no two rows may have the same value.
    pub unique: bool,
    /// Whether the column has an index of its own.
    pub index: bool,
    /// A boolean SQL expression that every row must satisfy.
    pub check: Option<&'static str>,
    /// The column that it refers to.
    pub references: Option<ForeignKey>,
    /// Adds what a result column of the Rust type must be.
    pub describe: fn(&mut Shape),
    /// The type of arrays of the column's values.
    pub array_type: fn() -> &'static SqlType,
    /// If the column's values are arrays, the type of their elements.
    pub element_type: fn() -> &'static SqlType,
}

impl TableDef {
    /// Adds what a result column of one of the table's columns must be.
    pub fn describe_column(&self, column: &ColumnDef, shape: &mut Shape) {
        let start = shape.columns.len();
        (column.describe)(shape);
        for spec in shape.columns.iter_mut().skip(start) {
            spec.field = Some((self.rust_name, column.field));
            spec.ty = column.override_type.unwrap_or(spec.ty);
        }
    }
}

impl ColumnDef {
    /// The column `C` as it is without options, its field yet without a name.
    const fn of<C: Field>() -> Self {
        ColumnDef {
            table: "",
            field: "",
            name: C::NAME,
            ty: <<C::Type as ColumnType>::Base as Encode>::TYPE,
            sql_type: None,
            override_type: None,
            nullable: <C::Type as ColumnType>::NULLABLE,
            primary_key: false,
            generated: Generated::Never,
            version: false,
            auto_now: false,
            unique: false,
            index: false,
            check: None,
            references: None,
            describe: <C::Type as Row>::describe,
            array_type: C::array_type,
            element_type: C::element_type,
        }
    }

    /// The type as which the column's values are sent.
    #[must_use]
    pub const fn sent_type(&self) -> &'static SqlType {
        match self.override_type {
            Some(ty) => ty,
            None => self.ty,
        }
    }
}

/// The first of some columns, and the others.
#[derive(Debug)]
pub struct ColumnChain {
    first: ColumnDef,
    rest: Option<&'static ColumnChain>,
}

impl ColumnChain {
    /// The columns of the struct `table`, whose fields have these names.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "the compiler evaluates it")]
    pub const fn named<const N: usize>(
        &'static self,
        table: &'static str,
        fields: [&'static str; N],
    ) -> [ColumnDef; N] {
        let mut columns = [self.first; N];
        let mut chain = Some(self);
        let mut number = 0;
        while let Some(ColumnChain { first, rest }) = chain {
            columns[number] = ColumnDef { table, field: fields[number], ..*first };
            chain = *rest;
            number += 1;
        }
        columns
    }
}

/// The columns of a table, an HList. What the attributes say is not among what it knows.
pub trait FieldList {
    /// The columns.
    const COLUMNS: Option<&'static ColumnChain>;
}

impl FieldList for HNil {
    const COLUMNS: Option<&'static ColumnChain> = None;
}

impl<C: Field, Rest: FieldList> FieldList for HCons<C, Rest> {
    const COLUMNS: Option<&'static ColumnChain> =
        Some(&ColumnChain { first: ColumnDef::of::<C>(), rest: Rest::COLUMNS });
}

/// Where values come from that an insert leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generated {
    /// From nowhere: the value must be given, or is NULL.
    Never,
    /// From a sequence: `GENERATED BY DEFAULT AS IDENTITY`.
    Identity,
    /// From a SQL expression.
    Default(&'static str),
}

/// A reference to a column of another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The schema of the other table.
    pub schema: Option<&'static str>,
    /// The other table.
    pub table: &'static str,
    /// The other column.
    pub column: &'static str,
    /// What happens to the row when the other is deleted.
    pub on_delete: Action,
    /// What happens to the row when the other's key changes.
    pub on_update: Action,
}

/// What a foreign key does when the row that it refers to goes away or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `NO ACTION`: the default; an error at the end of the statement.
    NoAction,
    /// `RESTRICT`: an error at once.
    Restrict,
    /// `CASCADE`: the row goes or changes with it.
    Cascade,
    /// `SET NULL`
    SetNull,
    /// `SET DEFAULT`
    SetDefault,
}
