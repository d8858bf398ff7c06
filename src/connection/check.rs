//! Whether the columns of a result are what a row type needs.

use postgres_types::Type;

use super::types::Types;
use crate::error::{Error, Kind};
use crate::value::{ColumnSpec, Shape};
use crate::wire::Column;

/// Compares the columns of a result with what they must be. A shape without columns takes any result.
pub(super) fn check(shape: &Shape, columns: Option<&[Column]>, types: &Types) -> Result<(), Error> {
    if shape.columns.is_empty() {
        return Ok(());
    }
    let columns = columns.unwrap_or_default();
    if columns.len() != shape.columns.len() {
        return Err(mismatch(format!(
            "the result has {} and its row type takes {}",
            counted(columns.len()),
            counted(shape.columns.len()),
        )));
    }
    for (number, (spec, column)) in shape.columns.iter().zip(columns).enumerate() {
        if let Some(name) = spec.name.filter(|name| **name != *column.name) {
            return Err(mismatch(format!(
                "column {} of the result is named `{}`, and {} takes a column named `{name}`",
                number + 1,
                column.name,
                place(spec),
            )));
        }
        // A column of a domain is announced as the type under it, which only the Rust type can know.
        let is_named = types.oid(spec.ty) == Some(column.oid);
        if !is_named && !(spec.accepts)(column.oid) {
            return Err(mismatch(format!(
                "column {} (`{}`) of the result is `{}` in the database, and {} is `{}` (`{}`)",
                number + 1,
                column.name,
                type_name(column.oid, types),
                place(spec),
                short(spec.rust_type),
                spec.ty,
            )));
        }
    }
    Ok(())
}

fn mismatch(what: String) -> Error {
    Error::new(Kind::Mismatch(what))
}

fn counted(columns: usize) -> String {
    match columns {
        0 => "no columns".into(),
        1 => "1 column".into(),
        many => format!("{many} columns"),
    }
}

/// What the column is for.
fn place(spec: &ColumnSpec) -> String {
    match spec.field {
        Some((owner, field)) => format!("`{owner}.{field}`"),
        None => "its Rust type".into(),
    }
}

fn type_name(oid: u32, types: &Types) -> String {
    if let Some(ty) = Type::from_oid(oid) {
        return match ty.name().strip_prefix('_') {
            Some(element) => format!("{element}[]"),
            None => ty.name().into(),
        };
    }
    types.name(oid).unwrap_or_else(|| format!("the type with OID {oid}"))
}

/// The name of a Rust type without its modules.
fn short(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut word = String::new();
    for c in name.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else if c == ':' {
            word.clear();
        } else {
            out.push_str(&word);
            word.clear();
            out.push(c);
        }
    }
    out + &word
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn rust_types_are_named_without_their_modules() {
        assert_eq!(short("i32"), "i32");
        assert_eq!(short("alloc::string::String"), "String");
        assert_eq!(
            short("core::option::Option<alloc::vec::Vec<chrono::DateTime<chrono::Utc>>>"),
            "Option<Vec<DateTime<Utc>>>"
        );
    }
}
