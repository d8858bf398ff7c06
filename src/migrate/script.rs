//! SQL text, written piece by piece.

use crate::sql::{quote_identifier, quote_literal};
use crate::table::TableDef;
use crate::value::SqlType;

/// The statements so far.
#[derive(Default)]
pub(super) struct Script(String);

impl Script {
    /// Appends text as it is.
    pub(super) fn raw(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    /// Appends a quoted name.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        quote_identifier(&mut self.0, name);
        self
    }

    /// Appends a string constant.
    pub(super) fn literal(&mut self, text: &str) -> &mut Self {
        quote_literal(&mut self.0, text);
        self
    }

    /// Appends a name with its schema.
    pub(super) fn qualified(&mut self, schema: Option<&str>, name: &str) -> &mut Self {
        if let Some(schema) = schema {
            self.name(schema).raw(".");
        }
        self.name(name)
    }

    /// Appends the table's name.
    pub(super) fn table(&mut self, table: &TableDef) -> &mut Self {
        self.qualified(table.schema, table.name)
    }

    /// Appends names in parentheses.
    pub(super) fn names(&mut self, names: &[&str]) -> &mut Self {
        self.raw("(");
        for (i, name) in names.iter().enumerate() {
            self.raw(if i > 0 { ", " } else { "" }).name(name);
        }
        self.raw(")")
    }

    /// Appends a type as a column has it.
    ///
    /// The names of PostgreSQL's own types are not quoted: `bpchar` and `"char"` are words of its grammar.
    pub(super) fn data_type(&mut self, ty: &SqlType) -> &mut Self {
        if ty.is_custom() {
            self.qualified(ty.schema, ty.name);
        } else {
            self.raw(ty.name);
        }
        self.raw(if ty.is_array { "[]" } else { "" })
    }

    /// The text.
    pub(super) fn finish(self) -> String {
        self.0
    }
}
