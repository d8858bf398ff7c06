//! What a field and its attributes say about a column.

use proc_macro2::Ident;
use syn::{Expr, Field, Type};

use super::foreign_key::{Action, Reference};
use crate::attributes::{self, Item, Keys};
use crate::errors::Errors;
use crate::names;

/// A field that is a column.
pub(super) struct Column {
    pub(super) ident: Ident,
    pub(super) ty: Type,
    /// The field's name.
    pub(super) field: String,
    /// The column's name in the database.
    pub(super) name: String,
    pub(super) primary_key: Option<Ident>,
    pub(super) auto: bool,
    pub(super) unique: bool,
    pub(super) index: bool,
    pub(super) default: Option<String>,
    /// What computes the default of a new row in the program.
    pub(super) default_with: Option<Expr>,
    /// Whether it counts the changes of its row.
    pub(super) version: Option<Ident>,
    /// Whether it is the time of its row's last change.
    pub(super) auto_now: Option<Ident>,
    pub(super) check: Option<String>,
    pub(super) references: Option<Reference>,
    pub(super) sql_type: Option<String>,
}

/// A field that is not a column.
pub(super) struct Skipped {
    pub(super) ident: Ident,
    pub(super) ty: Type,
}

const KEYS: Keys = Keys {
    attribute: "column",
    known: &[
        "primary_key",
        "auto",
        "unique",
        "index",
        "default",
        "default_with",
        "version",
        "auto_now",
        "check",
        "references",
        "on_delete",
        "on_update",
        "sql_type",
        "name",
        "skip",
    ],
    repeatable: &[],
    elsewhere: &[
        ("pk", "primary_key"),
        ("id", "primary_key"),
        ("primary", "primary_key"),
        ("auto_increment", "auto"),
        ("autoincrement", "auto"),
        ("identity", "auto"),
        ("generated", "auto"),
        ("serial", "auto"),
        ("foreign_key", "references"),
        ("fk", "references"),
        ("type", "sql_type"),
        ("ty", "sql_type"),
        ("db_type", "sql_type"),
        ("rename", "name"),
        ("column_name", "name"),
        ("ignore", "skip"),
        ("updated_at", "auto_now"),
        ("on_update_now", "auto_now"),
        ("lock_version", "version"),
        ("default_fn", "default_with"),
        ("default_factory", "default_with"),
        ("null", "a column may be NULL if the field's type is an `Option`"),
        ("nullable", "a column may be NULL if the field's type is an `Option`"),
        ("not_null", "a column is NOT NULL unless the field's type is an `Option`"),
        ("schema", "it is an option of the struct: `#[table(schema = \"..\")]`"),
    ],
};

/// Reads the field, and adds it to the columns or to the skipped fields.
pub(super) fn read(
    field: &Field,
    columns: &mut Vec<Column>,
    skipped: &mut Vec<Skipped>,
    errors: &mut Errors,
) {
    let Some(ident) = field.ident.clone() else { return };
    let items = attributes::read(&field.attrs, &KEYS, errors);
    if let Some(skip) = items.iter().find(|item| item.key == "skip") {
        if skip.flag(errors)
            && let Some(other) = items.iter().find(|item| item.key != "skip")
        {
            errors.at(&other.ident, format!("a skipped field is not a column: `{}` says nothing", other.key));
        }
        skipped.push(Skipped { ident, ty: field.ty.clone() });
        return;
    }
    let name = names::text(&ident);
    let mut column = Column {
        ident,
        ty: field.ty.clone(),
        field: name.clone(),
        name,
        primary_key: None,
        auto: false,
        unique: false,
        index: false,
        default: None,
        default_with: None,
        version: None,
        auto_now: None,
        check: None,
        references: None,
        sql_type: None,
    };
    for item in &items {
        column.apply(item, errors);
    }
    column.add_actions(&items, errors);
    column.check_sources(&items, errors);
    if let Some(other) = columns.iter().find(|other| other.name == column.name) {
        let at = items.iter().find(|item| item.key == "name").map_or(&column.ident, |item| &item.ident);
        errors.at(at, format!("column `{}` is already that of the field `{}`", column.name, other.field));
    } else if column.name == column.field
        && let Some(problem) = names::problem(&column.name)
    {
        errors.at(&column.ident, format!("{problem}; give it a shorter one: `#[column(name = \"..\")]`"));
    }
    columns.push(column);
}

impl Column {
    fn apply(&mut self, item: &Item, errors: &mut Errors) {
        match item.key.as_str() {
            "primary_key" => self.primary_key = item.flag(errors).then(|| item.ident.clone()),
            "auto" => self.auto = item.flag(errors),
            "unique" => self.unique = item.flag(errors),
            "index" => self.index = item.flag(errors),
            "default" => self.default = item.sql("a SQL expression", "now()", errors),
            "default_with" => self.default_with = default_with(item, errors),
            "version" => self.version = item.flag(errors).then(|| item.ident.clone()),
            "auto_now" => self.auto_now = item.flag(errors).then(|| item.ident.clone()),
            "check" => self.check = item.sql("a boolean SQL expression", "age > 0", errors),
            "references" => self.references = Reference::read(item, errors),
            "sql_type" => self.sql_type = item.sql("a PostgreSQL type", "varchar(50)", errors),
            "name" => {
                if let Some(name) = item.name("the column's name", "id", errors) {
                    self.name = name;
                }
            }
            _ => {}
        }
    }

    /// Whether a new row can be without it, even if it is NOT NULL.
    pub(super) fn has_default(&self) -> bool {
        self.auto
            || self.default.is_some()
            || self.default_with.is_some()
            || self.version.is_some()
            || self.auto_now.is_some()
    }

    /// Reports options that contradict each other.
    fn check_sources(&mut self, items: &[Item], errors: &mut Errors) {
        const SOURCES: [&str; 4] = ["auto", "default_with", "version", "auto_now"];
        let given = items.iter().filter(|item| SOURCES.contains(&item.key.as_str()));
        let mut given = given.chain(items.iter().filter(|item| item.key == "default" && self.auto));
        let (Some(first), Some(second)) = (given.next(), given.next()) else { return };
        errors.at(
            &second.ident,
            format!(
                "`{}` and `{}` both say where the value comes from: keep one of them",
                first.key, second.key
            ),
        );
        match second.key.as_str() {
            "default" => self.default = None,
            "default_with" => self.default_with = None,
            "version" => self.version = None,
            _ => self.auto_now = None,
        }
    }

    /// Adds `on_delete` and `on_update` to the reference, wherever it stands among the options.
    fn add_actions(&mut self, items: &[Item], errors: &mut Errors) {
        let refers = items.iter().any(|item| item.key == "references");
        for item in items.iter().filter(|item| item.key == "on_delete" || item.key == "on_update") {
            if !refers {
                errors.at(
                    &item.ident,
                    format!("`{}` needs a foreign key: add `references = Person::id`", item.key),
                );
                continue;
            }
            let Some(action) = Action::read(item, errors) else { continue };
            let Some(reference) = &mut self.references else { continue };
            if item.key == "on_delete" {
                reference.on_delete = Some(action);
            } else {
                reference.on_update = Some(action);
            }
        }
    }
}

/// A function or a closure that computes a default.
fn default_with(item: &Item, errors: &mut Errors) -> Option<Expr> {
    let problem = "`default_with` expects a function: `default_with = Uuid::new_v4`";
    let tokens = item.assigned(problem, errors)?;
    match syn::parse2::<Expr>(tokens.clone()) {
        Ok(function @ (Expr::Path(_) | Expr::Closure(_))) => Some(function),
        _ => {
            errors.at(tokens, problem);
            None
        }
    }
}
