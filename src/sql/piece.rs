//! The pieces that a statement's text is made of.

use std::hash::Hasher;
use std::sync::Arc;

use super::quote::quote_identifier;

/// A column as SQL names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnRef {
    /// The schema, if the query gives the table no name of its own.
    pub schema: Option<&'static str>,
    /// The table, or the alias that the query gives it.
    pub source: &'static str,
    /// The column.
    pub name: &'static str,
}

/// A table as `FROM` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableRef {
    /// The schema, if it is not left to the search path.
    pub schema: Option<&'static str>,
    /// The table's name in the database.
    pub table: &'static str,
    /// The name by which the rest of the query knows it.
    pub source: &'static str,
    /// The schema before that name: two tables of one name in two schemas are told apart by it.
    pub qualifier: Option<&'static str>,
    /// All its columns that rows are decoded from, in order.
    pub columns: &'static [&'static str],
}

/// One piece of a statement's text.
#[derive(Clone, Debug)]
pub enum Piece {
    /// SQL text.
    Text(&'static str),
    /// An identifier, quoted when rendered.
    Name(&'static str),
    /// `"source"."name"`
    ColumnName(&'static ColumnRef),
    /// All columns of a table, as a list.
    Columns(&'static TableRef),
    /// A table as `FROM` names it, with its alias.
    Table(&'static TableRef),
    /// The name by which a query knows a table, with the names of its columns in parentheses.
    Named(&'static TableRef),
    /// The placeholder of the next parameter.
    Param,
    /// A number that belongs into the text.
    Number(i64),
    /// Text made at run time.
    Owned(Arc<str>),
}

impl Piece {
    /// Whether both render to the same text.
    ///
    /// Static pieces are the same only if they are the same place in memory: that is one comparison, and a
    /// piece that stands twice in memory costs no more than being prepared twice.
    pub(crate) fn same(&self, other: &Piece) -> bool {
        match (self, other) {
            (Piece::Text(a), Piece::Text(b)) | (Piece::Name(a), Piece::Name(b)) => std::ptr::eq(*a, *b),
            (Piece::ColumnName(a), Piece::ColumnName(b)) => std::ptr::eq(*a, *b),
            (Piece::Columns(a), Piece::Columns(b))
            | (Piece::Table(a), Piece::Table(b))
            | (Piece::Named(a), Piece::Named(b)) => std::ptr::eq(*a, *b),
            (Piece::Param, Piece::Param) => true,
            (Piece::Number(a), Piece::Number(b)) => a == b,
            (Piece::Owned(a), Piece::Owned(b)) => a == b,
            _ => false,
        }
    }

    /// Feeds a hasher so that pieces that are [`same`](Piece::same) feed it the same.
    pub(crate) fn hash(&self, state: &mut impl Hasher) {
        match self {
            Piece::Text(text) => state.write_usize(text.as_ptr().addr() ^ text.len()),
            Piece::Name(text) => state.write_usize(!text.as_ptr().addr()),
            Piece::ColumnName(column) => state.write_usize(std::ptr::from_ref(*column).addr()),
            Piece::Columns(table) => state.write_usize(std::ptr::from_ref(*table).addr()),
            Piece::Table(table) => state.write_usize(!std::ptr::from_ref(*table).addr()),
            Piece::Named(table) => state.write_usize(std::ptr::from_ref(*table).addr().rotate_left(8)),
            Piece::Param => state.write_u8(1),
            Piece::Number(number) => state.write_i64(*number),
            Piece::Owned(text) => state.write(text.as_bytes()),
        }
    }

    /// Appends the piece's text; `param` counts the placeholders so far.
    pub(crate) fn render(&self, out: &mut String, param: &mut usize) {
        match self {
            Piece::Text(text) => out.push_str(text),
            Piece::Name(name) => quote_identifier(out, name),
            Piece::ColumnName(column) => quote_column(out, column.schema, column.source, column.name),
            Piece::Columns(table) => {
                for (i, name) in table.columns.iter().enumerate() {
                    if i > 0 {
                        out.push_str(", ");
                    }
                    quote_column(out, table.qualifier, table.source, name);
                }
            }
            Piece::Table(table) => {
                if let Some(schema) = table.schema {
                    quote_identifier(out, schema);
                    out.push('.');
                }
                quote_identifier(out, table.table);
                if table.source != table.table {
                    out.push_str(" AS ");
                    quote_identifier(out, table.source);
                }
            }
            Piece::Named(table) => {
                quote_identifier(out, table.source);
                for (i, name) in table.columns.iter().enumerate() {
                    out.push_str(if i == 0 { "(" } else { ", " });
                    quote_identifier(out, name);
                }
                out.push(')');
            }
            Piece::Param => {
                *param += 1;
                out.push('$');
                out.push_str(&param.to_string());
            }
            Piece::Number(number) => out.push_str(&number.to_string()),
            Piece::Owned(text) => out.push_str(text),
        }
    }
}

fn quote_column(out: &mut String, schema: Option<&str>, source: &str, name: &str) {
    for qualifier in schema.into_iter().chain([source]) {
        quote_identifier(out, qualifier);
        out.push('.');
    }
    quote_identifier(out, name);
}
