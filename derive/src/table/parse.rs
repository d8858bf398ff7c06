//! What the struct and its attributes say about the table.

use proc_macro2::{Ident, Span};
use syn::{Data, DeriveInput, Fields, Visibility};

use super::column::{self, Column, Skipped};
use super::relation::{self, Relation};
use crate::attributes::{self, Item, Keys, nearest};
use crate::errors::Errors;
use crate::names;

/// A table as its struct declares it.
pub(super) struct Table {
    pub(super) vis: Visibility,
    pub(super) ident: Ident,
    /// Where the fields begin.
    pub(super) braces: Span,
    pub(super) name: String,
    pub(super) schema: Option<String>,
    pub(super) columns: Vec<Column>,
    pub(super) skipped: Vec<Skipped>,
    /// The numbers of the primary key's columns.
    pub(super) primary_key: Vec<usize>,
    /// The numbers of the columns of each constraint.
    pub(super) unique: Vec<Vec<usize>>,
    /// The same of columns that are unique among the rows of a condition.
    pub(super) partial: Vec<(Vec<usize>, String)>,
    pub(super) indexes: Vec<Vec<usize>>,
    pub(super) checks: Vec<String>,
    pub(super) relations: Vec<Relation>,
    /// Whether its rows are those of a query.
    pub(super) in_query: bool,
}

/// The number of columns that PostgreSQL can store in a table.
const MAX_COLUMNS: usize = 1600;

const KEYS: Keys = Keys {
    attribute: "table",
    known: &["name", "schema", "primary_key", "unique", "index", "check"],
    repeatable: &["unique", "index", "check"],
    elsewhere: &[
        ("table_name", "name"),
        ("rename", "name"),
        ("table", "name"),
        ("pk", "primary_key"),
        ("unique_together", "unique"),
        ("indexes", "index"),
        ("constraint", "check"),
        ("auto", "it is an option of a field: `#[column(auto)]`"),
        ("references", "it is an option of a field: `#[column(references = Person::id)]`"),
        ("default", "it is an option of a field: `#[column(default = \"..\")]`"),
    ],
};

/// Reads the struct; `None` if it cannot be a table at all.
pub(super) fn table(input: &DeriveInput, errors: &mut Errors) -> Option<Table> {
    shape(input, "Table", errors)
}

/// As [`table`], for another derive.
pub(super) fn shape(input: &DeriveInput, derive: &str, errors: &mut Errors) -> Option<Table> {
    let fields = named_fields(input, derive, errors)?;
    let mut table = Table {
        vis: input.vis.clone(),
        ident: input.ident.clone(),
        braces: fields.brace_token.span.open(),
        name: names::snake_case(&names::text(&input.ident)),
        schema: None,
        columns: Vec::new(),
        skipped: Vec::new(),
        primary_key: Vec::new(),
        unique: Vec::new(),
        partial: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        relations: relation::of_struct(&input.attrs, errors),
        in_query: false,
    };
    for field in &fields.named {
        let number = table.columns.len();
        column::read(field, &mut table.columns, &mut table.skipped, errors);
        let column = table.columns.get(number);
        let column =
            column.map(|column| (number, column.references.as_ref().map(|reference| &reference.column)));
        table.relations.extend(relation::of_field(field, &input.ident, column, errors));
    }
    if table.columns.is_empty() {
        errors.at(&input.ident, "a table needs at least one column: add a field to the struct");
        return None;
    }
    if table.columns.len() > MAX_COLUMNS {
        errors.at(&input.ident, format!("a table in PostgreSQL has at most {MAX_COLUMNS} columns"));
    }
    table.primary_key =
        table.columns.iter().enumerate().filter(|(_, c)| c.primary_key.is_some()).map(|(i, _)| i).collect();
    for mut item in attributes::read(&input.attrs, &KEYS, errors) {
        table.apply(&mut item, errors);
    }
    table.check_relations(errors);
    Some(table)
}

/// The struct's fields, or why `derive` has no use for it.
pub(crate) fn named_fields<'i>(
    input: &'i DeriveInput,
    derive: &str,
    errors: &mut Errors,
) -> Option<&'i syn::FieldsNamed> {
    let kind = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if input.generics.params.is_empty() => return Some(fields),
            Fields::Named(_) => {
                errors.at(
                    &input.generics,
                    format!(
                        "`{derive}` cannot be derived for a generic struct: its columns must be known types"
                    ),
                );
                return None;
            }
            Fields::Unnamed(_) => "a tuple struct, whose fields have no names for the columns",
            Fields::Unit => "a struct without fields",
        },
        Data::Enum(_) => "an enum",
        Data::Union(_) => "a union",
    };
    errors.at(
        &input.ident,
        format!("`{derive}` is derived for a struct with named fields, and this is {kind}"),
    );
    None
}

impl Table {
    fn apply(&mut self, item: &mut Item, errors: &mut Errors) {
        match item.key.as_str() {
            "name" => {
                if let Some(name) = item.name("the table's name", "people", errors) {
                    self.name = name;
                }
            }
            "schema" => self.schema = item.name("the schema's name", "app", errors),
            "check" => self.checks.extend(item.sql("a boolean SQL expression", "low < high", errors)),
            "unique" => {
                let Some((idents, condition)) = item.idents_where(errors) else { return };
                let Some(columns) = self.numbers_of(idents, errors) else { return };
                match condition {
                    Some(condition) => self.partial.push((columns, condition)),
                    None => self.unique.push(columns),
                }
            }
            "index" => self.indexes.extend(self.columns_of(item, errors)),
            "primary_key" => {
                let Some(columns) = self.columns_of(item, errors) else { return };
                if self.primary_key.is_empty() {
                    self.primary_key = columns;
                } else {
                    errors.at(
                        &item.ident,
                        "the primary key is declared twice, here and on a field: keep one of them",
                    );
                }
            }
            _ => {}
        }
    }

    /// The numbers of the columns in parentheses.
    fn columns_of(&self, item: &Item, errors: &mut Errors) -> Option<Vec<usize>> {
        let idents = item.idents(errors)?;
        self.numbers_of(idents, errors)
    }

    /// The numbers of the columns of these fields.
    fn numbers_of(&self, idents: Vec<Ident>, errors: &mut Errors) -> Option<Vec<usize>> {
        let mut numbers = Vec::new();
        let mut complete = true;
        for ident in idents {
            let name = names::text(&ident);
            match self.columns.iter().position(|column| column.field == name) {
                Some(number) if numbers.contains(&number) => {
                    errors.at(ident, format!("column `{name}` is listed twice"));
                    complete = false;
                }
                Some(number) => numbers.push(number),
                None => {
                    errors.at(ident, self.no_field(&name));
                    complete = false;
                }
            }
        }
        complete.then_some(numbers)
    }

    fn no_field(&self, name: &str) -> String {
        let table = &self.ident;
        if self.skipped.iter().any(|skipped| names::text(&skipped.ident) == name) {
            return format!("field `{name}` of `{table}` is not a column: it is skipped");
        }
        if let Some(column) = self.columns.iter().find(|column| column.name == name) {
            return format!("`{table}` has no field `{name}`; write the field's name, `{}`", column.field);
        }
        let fields: Vec<&str> = self.columns.iter().map(|column| column.field.as_str()).collect();
        match nearest(name, &fields) {
            Some(near) => format!("`{table}` has no field `{name}`; did you mean `{near}`?"),
            None => format!("`{table}` has no field `{name}`; its columns are {}", attributes::list(&fields)),
        }
    }
}
