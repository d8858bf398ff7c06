//! `#[has_many(posts: Post)]`, `#[has_one(profile: Profile)]` and `#[belongs_to(author)]`.

mod expand;

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Field, Meta, Path, PathArguments, Token};

use super::parse::Table;
use crate::attributes::nearest;
use crate::errors::Errors;
use crate::names;

/// A relation that a struct declares.
pub(super) struct Relation {
    name: Ident,
    /// The table that it leads to.
    table: Path,
    kind: Kind,
}

enum Kind {
    Many {
        by: Option<Ident>,
    },
    One {
        by: Option<Ident>,
    },
    Through {
        link: Path,
        by: Option<Ident>,
        to: Option<Ident>,
    },
    /// By the column of this number.
    Belongs(usize),
}

/// The attributes of a struct, each with an example.
const DECLARED: [(&str, &str); 2] =
    [("has_many", "#[has_many(posts: Post)]"), ("has_one", "#[has_one(profile: Profile)]")];

/// `posts: Post`, or in `belongs_to` also `author`.
struct Named {
    name: Ident,
    table: Option<Path>,
}

impl Named {
    fn parse(input: ParseStream<'_>, usage: &str) -> syn::Result<Self> {
        let problem = |at: Span| syn::Error::new(at, usage);
        let name = input.call(Ident::parse_any).map_err(|error| problem(error.span()))?;
        if input.peek(Token![=]) {
            return Err(problem(input.span()));
        }
        if !input.peek(Token![:]) {
            return Ok(Named { name, table: None });
        }
        let _: Token![:] = input.parse()?;
        let table: Path = input.parse().map_err(|error| problem(error.span()))?;
        let last = table.segments.last();
        if let Some(segment) = last.filter(|segment| !matches!(segment.arguments, PathArguments::None)) {
            let kind = segment.ident.to_string();
            return Err(syn::Error::new_spanned(
                &table,
                format!("a relation names the table itself, without `{kind}`: `{name}: Post`"),
            ));
        }
        Ok(Named { name, table: Some(table) })
    }
}

/// The options after the name and the table.
#[derive(Default)]
struct Options {
    through: Option<Path>,
    by: Option<Ident>,
    to: Option<Ident>,
}

impl Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::default();
        while !input.is_empty() {
            let _: Token![,] = input.parse()?;
            if input.is_empty() {
                break;
            }
            let key = input.call(Ident::parse_any)?;
            if input.peek(Token![:]) {
                return Err(syn::Error::new_spanned(
                    key,
                    "one relation an attribute: write another one for it",
                ));
            }
            let text = names::text(&key);
            let given = match text.as_str() {
                "through" => options.through.is_some(),
                "by" => options.by.is_some(),
                "to" => options.to.is_some(),
                _ => return Err(syn::Error::new_spanned(&key, unknown(&text))),
            };
            if given {
                return Err(syn::Error::new_spanned(&key, format!("`{text}` is given twice")));
            }
            if !input.peek(Token![=]) {
                return Err(syn::Error::new_spanned(&key, expects(&text)));
            }
            let _: Token![=] = input.parse()?;
            match text.as_str() {
                "through" => options.through = Some(value(input, &key, &text)?),
                "by" => options.by = Some(value(input, &key, &text)?),
                _ => options.to = Some(value(input, &key, &text)?),
            }
        }
        Ok(options)
    }
}

fn value<T: Parse>(input: ParseStream<'_>, key: &Ident, text: &str) -> syn::Result<T> {
    let value = input.parse().map_err(|_| syn::Error::new_spanned(key, expects(text)))?;
    if input.is_empty() || input.peek(Token![,]) {
        Ok(value)
    } else {
        Err(syn::Error::new(input.span(), expects(text)))
    }
}

fn expects(key: &str) -> String {
    match key {
        "through" => "`through` expects a link table: `through = PostTag`".to_owned(),
        _ => format!("`{key}` expects a field: `{key} = author_id`"),
    }
}

fn unknown(key: &str) -> String {
    let known = match key {
        "foreign_key" | "fk" | "on" | "column" => Some("by"),
        "via" | "link" | "table" => Some("through"),
        _ => nearest(key, &["through", "by", "to"]),
    };
    match known {
        Some(known) => format!("unknown option `{key}`; did you mean `{known}`?"),
        None => format!("unknown option `{key}`; a relation takes `through`, `by` and `to`"),
    }
}

/// The tokens in parentheses.
fn list<'a>(attribute: &'a Attribute, example: &str, errors: &mut Errors) -> Option<&'a TokenStream> {
    match &attribute.meta {
        Meta::List(list) => Some(&list.tokens),
        _ => {
            errors.at(attribute.meta.path(), format!("write `{example}`"));
            None
        }
    }
}

/// The relations that attributes of the struct declare.
pub(super) fn of_struct(attributes: &[Attribute], errors: &mut Errors) -> Vec<Relation> {
    let mut relations = Vec::new();
    for attribute in attributes {
        let Some((word, example)) = DECLARED.iter().find(|(word, _)| attribute.path().is_ident(word)) else {
            if attribute.path().is_ident("belongs_to") {
                errors.at(
                    attribute.path(),
                    "`belongs_to` stands on the field of the foreign key, below its `#[column(references = ..)]`",
                );
            }
            continue;
        };
        let Some(tokens) = list(attribute, example, errors) else { continue };
        let usage = format!("a relation is a name and a table: `{example}`");
        let parser = |input: ParseStream<'_>| {
            let named = Named::parse(input, &usage)?;
            Ok((named, Options::parse(input)?))
        };
        let Some((Named { name, table }, options)) = errors.ok(parser.parse2(tokens.clone())) else {
            continue;
        };
        let Some(table) = table else {
            errors.at(name, usage);
            continue;
        };
        let Options { through, by, to } = options;
        let kind = match (through, to, *word == "has_one") {
            (Some(link), _, true) => {
                errors
                    .at(link, "`has_one` leads to one row: through a link table there are many, `has_many`");
                continue;
            }
            (None, Some(to), _) => {
                errors.at(
                    to,
                    "`to` is a column of a link table: add `through = PostTag`, or name the foreign key with `by`",
                );
                continue;
            }
            (Some(link), to, false) => Kind::Through { link, by, to },
            (None, None, true) => Kind::One { by },
            (None, None, false) => Kind::Many { by },
        };
        relations.push(Relation { name, table, kind });
    }
    relations
}

/// The relation that attributes of a field declare; `number` is that of the column, if it is one.
pub(super) fn of_field(
    field: &Field,
    owner: &Ident,
    column: Option<(usize, Option<&Path>)>,
    errors: &mut Errors,
) -> Option<Relation> {
    let mut found = None;
    for attribute in &field.attrs {
        if let Some((word, example)) = DECLARED.iter().find(|(word, _)| attribute.path().is_ident(word)) {
            errors
                .at(attribute.path(), format!("`{word}` stands on the struct, not on a field: `{example}`"));
        }
        if !attribute.path().is_ident("belongs_to") {
            continue;
        }
        let Some(tokens) = list(attribute, "#[belongs_to(author)]", errors) else { continue };
        let usage = "`belongs_to` gives the relation a name: `#[belongs_to(author)]`";
        let parser = |input: ParseStream<'_>| {
            let named = Named::parse(input, usage)?;
            if input.is_empty() { Ok(named) } else { Err(syn::Error::new(input.span(), usage)) }
        };
        let Some(Named { name, table }) = errors.ok(parser.parse2(tokens.clone())) else { continue };
        let Some((number, Some(reference))) = column else {
            errors.at(name, "`belongs_to` needs a foreign key: add `#[column(references = User::id)]`");
            continue;
        };
        if found.is_some() {
            errors.at(name, "a foreign key is one relation: `belongs_to` is given twice");
            continue;
        }
        let table = table.unwrap_or_else(|| table_of(reference, owner));
        found = Some(Relation { name, table, kind: Kind::Belongs(number) });
    }
    found
}

/// The table of a column's path: `User` of `User::id`.
fn table_of(column: &Path, owner: &Ident) -> Path {
    let mut table = column.clone();
    table.segments.pop();
    table.segments.pop_punct();
    if table.is_ident("Self") { owner.clone().into() } else { table }
}

impl Table {
    /// Leaves out relations whose names are taken.
    pub(super) fn check_relations(&mut self, errors: &mut Errors) {
        let mut taken: Vec<(String, &str)> =
            self.columns.iter().map(|column| (column.field.clone(), "column")).collect();
        self.relations.retain(|relation| {
            let name = names::text(&relation.name);
            if let Some((_, what)) = taken.iter().find(|(other, _)| *other == name) {
                errors.at(&relation.name, format!("`{name}` is the name of a {what} already"));
                return false;
            }
            taken.push((name, "relation"));
            true
        });
    }
}
