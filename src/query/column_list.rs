//! Columns of one table, named one after the other.

use frunk_core::hlist::{HCons, HNil};

use crate::table::{Column, Field, Table};

/// A column, or a tuple of columns, of one table.
#[diagnostic::on_unimplemented(
    message = "expected columns of one table, found `{Self}`",
    label = "not columns of a table",
    note = "give a column such as `Person::name`, or a tuple of columns of the same table"
)]
pub trait ColumnList {
    /// The table.
    type Table: Table;
    /// The columns as an HList of their markers.
    type Columns;
    /// The marker of one column, or a tuple of those of several.
    type Markers;

    /// Adds the columns' numbers.
    fn numbers(out: &mut Vec<usize>);
}

#[diagnostic::do_not_recommend]
impl<T: Table, C: Field<Table = T>> ColumnList for Column<T, C> {
    type Table = T;
    type Columns = HCons<C, HNil>;
    type Markers = C;

    fn numbers(out: &mut Vec<usize>) {
        out.push(C::NUMBER);
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        #[diagnostic::do_not_recommend]
        impl<T: Table, $($name: Field<Table = T>),+> ColumnList for ($(Column<T, $name>,)+) {
            type Table = T;
            type Columns = tuples!(@list $($name)+);
            type Markers = ($($name,)+);

            fn numbers(out: &mut Vec<usize>) {
                $(out.push($name::NUMBER);)+
            }
        }
    };
    (@list) => { HNil };
    (@list $first:ident $($rest:ident)*) => { HCons<$first, tuples!(@list $($rest)*)> };
}

crate::for_each_tuple!(tuples);
