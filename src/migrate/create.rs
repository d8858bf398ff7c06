//! The script that creates tables, with their types, schemas, keys and indexes.

use std::collections::HashSet;

use super::script::Script;
use crate::connection::{Connection, Pool};
use crate::error::Error;
use crate::table::{Action, ColumnDef, ForeignKey, Generated, TableDef};
use crate::value::SqlType;

/// The SQL that creates these tables in an empty database: one script, to be run in one transaction.
///
/// It creates the schemas that are not there yet, the enum types, the tables in an order in which each finds the tables
/// that it refers to, and their indexes. Tables that refer to each other get the foreign keys afterwards. A table
/// or type that is there already is an error of the database.
#[must_use]
pub fn create_tables_sql(tables: &[&TableDef]) -> String {
    let mut out = Script::default();
    create_schemas(tables, &mut out);
    create_enums(tables, &mut out);
    let (tables, deferred) = in_order(tables);
    for table in &tables {
        create_table(table, &deferred, &mut out);
    }
    for (table, column) in &deferred {
        if let Some(key) = column.references {
            out.raw("ALTER TABLE ").table(table).raw(" ADD FOREIGN KEY ").names(&[column.name]);
            references(&key, &mut out);
            out.raw(";\n");
        }
    }
    let mut taken = IndexNames::new();
    for table in &tables {
        create_indexes(table, &mut taken, &mut out);
    }
    out.finish()
}

impl Connection {
    /// Creates the tables of `schema![..]`, with their types, schemas, keys and indexes: all of them or, after an
    /// error, none. See [`create_tables_sql`] for the SQL.
    ///
    /// ```no_run
    /// use piton::prelude::*;
    ///
    /// #[derive(Table)]
    /// struct Person {
    ///     #[column(primary_key, auto)]
    ///     id: i32,
    ///     name: String,
    /// }
    ///
    /// # async fn example(db: &mut Connection) -> Result<(), piton::Error> {
    /// db.create_tables(schema![Person]).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// A table or type exists already, the server refuses another part of a definition, or the connection breaks.
    pub async fn create_tables(&mut self, tables: &[&TableDef]) -> Result<(), Error> {
        self.batch(&create_tables_sql(tables)).await
    }
}

impl Pool {
    /// Creates tables, see [`Connection::create_tables`].
    ///
    /// # Errors
    ///
    /// As [`Connection::create_tables`] and [`Pool::acquire`].
    pub async fn create_tables(&self, tables: &[&TableDef]) -> Result<(), Error> {
        self.acquire().await?.create_tables(tables).await
    }
}

fn create_schemas(tables: &[&TableDef], out: &mut Script) {
    let mut seen = Vec::new();
    let types = enums(tables).into_iter().map(|ty| ty.schema);
    for schema in tables.iter().map(|table| table.schema).chain(types).flatten() {
        if !seen.contains(&schema) {
            seen.push(schema);
            out.raw("CREATE SCHEMA IF NOT EXISTS ").name(schema).raw(";\n");
        }
    }
}

fn create_enums(tables: &[&TableDef], out: &mut Script) {
    for ty in enums(tables) {
        out.raw("CREATE TYPE ").qualified(ty.schema, ty.name).raw(" AS ENUM (");
        for (i, label) in ty.labels.iter().enumerate() {
            out.raw(if i > 0 { ", " } else { "" }).literal(label);
        }
        out.raw(");\n");
    }
}

/// The enum types of the columns, each once.
fn enums(tables: &[&TableDef]) -> Vec<&'static SqlType> {
    let mut enums: Vec<&'static SqlType> = Vec::new();
    for column in tables.iter().flat_map(|table| table.columns) {
        let known = enums.iter().any(|ty| (ty.schema, ty.name) == (column.ty.schema, column.ty.name));
        if !column.ty.labels.is_empty() && column.sql_type.is_none() && !known {
            enums.push(column.ty);
        }
    }
    enums
}

type Deferred<'t> = Vec<(&'t TableDef, &'t ColumnDef)>;

/// The tables, each after those that it refers to, and the references for which there is no such order.
fn in_order<'t>(tables: &[&'t TableDef]) -> (Vec<&'t TableDef>, Deferred<'t>) {
    let mut waiting: Vec<&TableDef> = Vec::new();
    for table in tables {
        if !waiting.iter().any(|other| same_table(other, table.schema, table.name)) {
            waiting.push(table);
        }
    }
    let (mut ordered, mut deferred) = (Vec::new(), Vec::new());
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|table| blockers(table, &waiting).next().is_none());
        let table = waiting.remove(ready.unwrap_or(0));
        deferred.extend(blockers(table, &waiting).map(|column| (table, column)));
        ordered.push(table);
    }
    (ordered, deferred)
}

/// The columns that refer to other tables which are yet to be created.
fn blockers<'t>(table: &'t TableDef, waiting: &[&TableDef]) -> impl Iterator<Item = &'t ColumnDef> {
    table.columns.iter().filter(move |column| {
        column.references.is_some_and(|key| {
            !same_table(table, key.schema, key.table)
                && waiting.iter().any(|other| same_table(other, key.schema, key.table))
        })
    })
}

fn same_table(table: &TableDef, schema: Option<&str>, name: &str) -> bool {
    table.schema == schema && table.name == name
}

fn create_table(table: &TableDef, deferred: &Deferred<'_>, out: &mut Script) {
    out.raw("CREATE TABLE ").table(table).raw(" (");
    let mut separator = "\n    ";
    for column in table.columns {
        out.raw(separator);
        separator = ",\n    ";
        let later = deferred
            .iter()
            .any(|(other, it)| same_table(other, table.schema, table.name) && it.name == column.name);
        create_column(column, !later, out);
    }
    if !table.primary_key.is_empty() {
        out.raw(separator).raw("PRIMARY KEY ").names(table.primary_key);
    }
    for columns in table.unique {
        out.raw(separator).raw("UNIQUE ").names(columns);
    }
    for check in table.checks {
        out.raw(separator).raw("CHECK (").raw(check).raw(")");
    }
    out.raw("\n);\n");
}

fn create_column(column: &ColumnDef, with_reference: bool, out: &mut Script) {
    out.name(column.name).raw(" ");
    match column.sql_type {
        Some(ty) => out.raw(ty),
        None => out.data_type(column.ty),
    };
    if !column.nullable {
        out.raw(" NOT NULL");
    }
    match column.generated {
        Generated::Never => {}
        Generated::Identity if column.sql_type.is_some_and(is_serial) => {}
        Generated::Identity => {
            out.raw(" GENERATED BY DEFAULT AS IDENTITY");
        }
        Generated::Default(sql) => {
            out.raw(" DEFAULT ").raw(sql);
        }
    }
    if column.unique {
        out.raw(" UNIQUE");
    }
    if let Some(check) = column.check {
        out.raw(" CHECK (").raw(check).raw(")");
    }
    if let (Some(key), true) = (&column.references, with_reference) {
        references(key, out);
    }
}

/// Whether a type brings a sequence of its own.
fn is_serial(ty: &str) -> bool {
    let names = ["smallserial", "serial", "bigserial", "serial2", "serial4", "serial8"];
    names.iter().any(|name| ty.trim().eq_ignore_ascii_case(name))
}

fn references(key: &ForeignKey, out: &mut Script) {
    out.raw(" REFERENCES ").qualified(key.schema, key.table).raw(" ").names(&[key.column]);
    for (event, action) in [(" ON DELETE ", key.on_delete), (" ON UPDATE ", key.on_update)] {
        let action = match action {
            Action::NoAction => continue,
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        };
        out.raw(event).raw(action);
    }
}

/// The names of the indexes so far, each with its schema.
type IndexNames<'t> = HashSet<(Option<&'t str>, String)>;

fn create_indexes<'t>(table: &'t TableDef, taken: &mut IndexNames<'t>, out: &mut Script) {
    let of_columns = table.columns.iter().filter(|column| column.index).map(|column| vec![column.name]);
    let of_table = table.indexes.iter().map(|columns| columns.to_vec());
    let unique = table.unique_where.iter().map(|(columns, condition)| (columns.to_vec(), Some(*condition)));
    for (columns, condition) in of_columns.chain(of_table).map(|columns| (columns, None)).chain(unique) {
        // `user_group (name)` and `user (group_name)` would have one name.
        let mut name = index_name(table.name, &columns, "");
        for number in 1_u32.. {
            if taken.insert((table.schema, name.clone())) {
                break;
            }
            name = index_name(table.name, &columns, &number.to_string());
        }
        out.raw(if condition.is_some() { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " }).name(&name);
        out.raw(" ON ").table(table).raw(" ").names(&columns);
        if let Some(condition) = condition {
            out.raw(" WHERE (").raw(condition).raw(")");
        }
        out.raw(";\n");
    }
}

/// `person_name_idx`, as PostgreSQL would call it, with a number after it where that name is taken.
///
/// PostgreSQL cuts longer names at 63 bytes, so that two indexes could get one name: a long name here ends in a hash of
/// the whole.
fn index_name(table: &str, columns: &[&str], number: &str) -> String {
    const MAX: usize = 63;
    let stem = format!("{table}_{}", columns.join("_"));
    let name = format!("{stem}_idx{number}");
    if name.len() <= MAX {
        return name;
    }
    // FNV-1a: the name must be the same in every version of piton and of Rust.
    let hash =
        stem.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let end = format!("_{hash:08x}_idx{number}");
    let room = stem.floor_char_boundary(MAX - end.len());
    format!("{}{end}", stem.get(..room).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::index_name;

    #[test]
    fn long_index_names_stay_apart() {
        assert_eq!(index_name("person", &["name", "age"], ""), "person_name_age_idx");
        let long = "é".repeat(30);
        let names = [index_name(&long, &["alpha"], ""), index_name(&long, &["alphb"], "")];
        assert_ne!(names[0], names[1]);
        for name in names {
            assert!(name.len() <= 63 && name.starts_with("éééé") && name.ends_with("_idx"), "{name}");
        }
        assert_eq!(index_name(&"x".repeat(58), &[], "1").len(), 63);
    }
}
