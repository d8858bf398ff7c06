//! `#[derive(Row)]`.

mod select;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Data, DeriveInput, Fields, Index, Type};

use crate::attributes::{self, Keys};
use crate::errors::Errors;
use crate::names;

const KEYS: Keys = Keys {
    attribute: "column",
    known: &["name"],
    repeatable: &[],
    elsewhere: &[
        ("rename", "name"),
        ("skip", "every field of a row is decoded from the result"),
        ("primary_key", "a row of a result has no keys; derive `Table` for a table"),
    ],
};

/// A field with its member's tokens, and the name of its column unless that does not matter.
struct Field {
    member: TokenStream,
    ident: Option<Ident>,
    text: String,
    ty: Type,
    name: Option<String>,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let row = errors.ok(syn::parse2(input)).and_then(|input: DeriveInput| {
        let fields = fields(&input, &mut errors)?;
        let mut out = expand(&input.ident, &fields);
        out.extend(select::expand(&input, &fields));
        Some(out)
    });
    let mut out = errors.into_tokens();
    out.extend(row);
    out
}

fn fields(input: &DeriveInput, errors: &mut Errors) -> Option<Vec<Field>> {
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics,
            "`Row` cannot be derived for a generic struct: its columns must be known types",
        );
        return None;
    }
    let fields = match &input.data {
        Data::Struct(data) if !matches!(data.fields, Fields::Unit) => &data.fields,
        Data::Struct(_) | Data::Enum(_) | Data::Union(_) => {
            errors.at(&input.ident, "`Row` is derived for a struct with fields");
            return None;
        }
    };
    if fields.is_empty() {
        errors.at(&input.ident, "a row needs at least one column: add a field to the struct");
        return None;
    }
    Some(fields.iter().enumerate().map(|(number, field)| read(number, field, errors)).collect())
}

fn read(number: usize, field: &syn::Field, errors: &mut Errors) -> Field {
    let mut name = field.ident.as_ref().map(names::text);
    for item in attributes::read(&field.attrs, &KEYS, errors) {
        if let Some(given) = item.name("the column's name", "id", errors) {
            name = Some(given);
        }
    }
    let (member, text) = match &field.ident {
        Some(ident) => {
            let ident = names::regenerated(ident);
            (quote!(#ident), names::text(&ident))
        }
        None => {
            let index = Index::from(number);
            (quote!(#index), number.to_string())
        }
    };
    Field { member, ident: field.ident.as_ref().map(names::regenerated), text, ty: field.ty.clone(), name }
}

fn expand(ident: &Ident, fields: &[Field]) -> TokenStream {
    let owner = names::text(ident);
    let types: Vec<&Type> = fields.iter().map(|field| &field.ty).collect();
    let describe = fields.iter().map(|Field { text, ty, name, .. }| {
        let name = match name {
            Some(name) => quote!(__p::Some(#name)),
            None => quote!(__p::None),
        };
        quote!(__p::describe_field(__shape, <#ty as __p::Row>::describe, #owner, #text, #name);)
    });
    let decode =
        fields.iter().map(|Field { member, ty, .. }| quote!(#member: <#ty as __p::Row>::decode(__columns)?));
    quote! {
        const _: () = {
            use ::piton::__private as __p;
            #[automatically_derived]
            impl __p::Row for #ident {
                const WIDTH: ::core::primitive::usize = 0 #(+ <#types as __p::Row>::WIDTH)*;
                type Borrowed<'r> = Self;
                fn describe(__shape: &mut __p::Shape) { #(#describe)* }
                #[inline]
                fn decode(__columns: &mut __p::Columns<'_>) -> __p::Result<Self, __p::Error> {
                    __p::Ok(#ident { #(#decode,)* })
                }
                #[inline]
                fn decode_borrowed<'r>(__columns: &mut __p::Columns<'r>) -> __p::Result<Self, __p::Error> {
                    <Self as __p::Row>::decode(__columns)
                }
            }
        };
    }
}
