//! What the struct of `#[derive(Cte)]` says: as a table, without what only the database knows.

use syn::DeriveInput;

use super::parse::{self, Table};
use crate::errors::Errors;

/// Reads the struct; `None` if it cannot name the rows of a query at all.
pub(super) fn table(input: &DeriveInput, errors: &mut Errors) -> Option<Table> {
    let mut table = parse::shape(input, "Cte", errors)?;
    table.in_query = true;
    for column in &mut table.columns {
        let stored = [
            ("primary_key", column.primary_key.take().is_some()),
            ("auto", std::mem::take(&mut column.auto)),
            ("unique", std::mem::take(&mut column.unique)),
            ("index", std::mem::take(&mut column.index)),
            ("default", column.default.take().is_some()),
            ("default_with", column.default_with.take().is_some()),
            ("version", column.version.take().is_some()),
            ("auto_now", column.auto_now.take().is_some()),
            ("check", column.check.take().is_some()),
            ("references", column.references.take().is_some()),
        ];
        for (option, _) in stored.iter().filter(|(_, given)| *given) {
            errors.at(
                &column.ident,
                format!("`{option}` is for a table of the database, and a CTE is not stored: leave it out"),
            );
        }
    }
    let table_options = [
        ("schema", table.schema.take().is_some()),
        ("primary_key", !std::mem::take(&mut table.primary_key).is_empty()),
        (
            "unique",
            !std::mem::take(&mut table.unique).is_empty() | !std::mem::take(&mut table.partial).is_empty(),
        ),
        ("index", !std::mem::take(&mut table.indexes).is_empty()),
        ("check", !std::mem::take(&mut table.checks).is_empty()),
    ];
    // A primary key of a field is in both lists, and was reported.
    let reported =
        |option: &str| option == "primary_key" && input.attrs.iter().all(|a| !a.path().is_ident("table"));
    for (option, _) in table_options.iter().filter(|(option, given)| *given && !reported(option)) {
        errors.at(
            &input.ident,
            format!("`{option}` is for a table of the database, and a CTE is not stored: leave it out"),
        );
    }
    Some(table)
}
