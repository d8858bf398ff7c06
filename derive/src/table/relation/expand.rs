//! The constants of relations, and what the compiler checks of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

use super::{Kind, Relation};
use crate::names;
use crate::table::parse::Table;

impl Relation {
    /// The relation's name.
    pub(in crate::table) fn field(&self) -> Ident {
        names::regenerated(&self.name)
    }

    /// The type of the relation from the source `from`.
    pub(in crate::table) fn ty(&self, from: &TokenStream, markers: &[Ident]) -> TokenStream {
        let table = &self.table;
        match &self.kind {
            Kind::Many { .. } => quote!(__p::Relation<#from, #table, __p::ToMany>),
            Kind::One { .. } => quote!(__p::Relation<#from, #table, __p::ToOption>),
            Kind::Through { link, .. } => quote!(__p::Relation<#from, #table, __p::Through<#link>>),
            Kind::Belongs(number) => {
                let marker = markers.get(*number);
                quote!(__p::BelongsTo<#from, #table, #marker>)
            }
        }
    }

    fn value(&self, owner: &Ident, markers: &[Ident]) -> TokenStream {
        let table = &self.table;
        let many = |one: &str, named: &str, by: &Option<Ident>| match by {
            None => {
                let function = Ident::new(one, Span::call_site());
                quote!(__p::#function::<#owner, #table>())
            }
            Some(by) => {
                let function = Ident::new(named, Span::call_site());
                quote!(__p::#function::<#owner, #table, _>(#table::#by))
            }
        };
        match &self.kind {
            Kind::Many { by } => many("has_many", "has_many_by", by),
            Kind::One { by } => many("has_one", "has_one_by", by),
            Kind::Belongs(number) => {
                let marker = markers.get(*number);
                quote!(__p::belongs_to::<#owner, #table, #marker, _>())
            }
            Kind::Through { link, by, to } => {
                let number = |column: &Option<Ident>| match column {
                    Some(column) => quote!(__p::number::<#link, _>(#link::#column)),
                    None => quote!(__p::None),
                };
                let (by, to) = (number(by), number(to));
                quote!(__p::through::<#owner, #table, #link>(#by, #to))
            }
        }
    }

    /// The relation as a constant of the struct.
    pub(in crate::table) fn constant(&self, table: &Table, markers: &[Ident]) -> TokenStream {
        let Table { vis, ident, name, .. } = table;
        let (field, to) = (self.field(), text(&self.table));
        let doc = match &self.kind {
            Kind::Many { .. } | Kind::One { .. } => {
                format!("The rows of `{to}` that refer to a row of `{name}`.")
            }
            Kind::Through { link, .. } => {
                format!("The rows of `{to}` that rows of `{}` connect with a row of `{name}`.", text(link))
            }
            Kind::Belongs(_) => format!("The row of `{to}` that a row of `{name}` refers to."),
        };
        let (ty, value) = (self.ty(&quote!(#ident), markers), self.value(ident, markers));
        quote! {
            #[doc = #doc]
            #vis const #field: #ty = #value;
        }
    }

    /// What only the compiler knows: whether there is one foreign key that leads there.
    pub(in crate::table) fn checks(&self, owner: &Ident) -> TokenStream {
        let (field, to) = (self.field(), text(&self.table));
        let owner_text = names::text(owner);
        let mut out = TokenStream::new();
        let mut rule = |problem: u8, at: Span, message: String| {
            out.extend(quote_spanned!(at=> ::core::assert!(#owner::#field.problem() != #problem, #message);));
        };
        let mut leg = |first: u8, from: &Path, to: &str, column: &str, by: &Option<Ident>| {
            let table = text(from);
            match by {
                Some(by) => {
                    rule(
                        first + 2,
                        by.span(),
                        format!("column `{by}` of `{table}` does not refer to `{to}`"),
                    );
                }
                None => {
                    rule(
                        first,
                        from.span(),
                        format!(
                            "table `{table}` has no foreign key to `{to}`: give one of its columns \
                             `#[column(references = {to}::..)]`"
                        ),
                    );
                    rule(
                        first + 1,
                        from.span(),
                        format!(
                            "table `{table}` has several foreign keys to `{to}`: name the field of one, `{column} = ..`"
                        ),
                    );
                }
            }
        };
        match &self.kind {
            Kind::Many { by } => leg(1, &self.table, &owner_text, "by", by),
            Kind::One { by } => {
                leg(1, &self.table, &owner_text, "by", by);
                rule(
                    7,
                    by.as_ref().map_or_else(|| self.table.span(), Ident::span),
                    format!(
                        "several rows of `{to}` may refer to one `{owner_text}`: make the foreign key `unique`, or declare \
                         `has_many`"
                    ),
                );
            }
            Kind::Through { link, by, to: on } => {
                leg(1, link, &owner_text, "by", by);
                leg(4, link, &to, "to", on);
            }
            Kind::Belongs(_) => rule(
                3,
                self.table.span(),
                format!("the foreign key of `{}` does not refer to `{to}`", self.name),
            ),
        }
        out
    }
}

/// The last name of a path.
fn text(path: &Path) -> String {
    path.segments.last().map(|segment| names::text(&segment.ident)).unwrap_or_default()
}
