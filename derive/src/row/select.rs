//! The builder that says what each field of a row is selected from.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Type};

use super::Field;
use crate::names;

/// `Adult::fields()`: a struct that is generic in each field, with a method for each.
pub(super) fn expand(input: &DeriveInput, fields: &[Field]) -> TokenStream {
    let idents: Option<Vec<&Ident>> = fields.iter().map(|field| field.ident.as_ref()).collect();
    let Some(idents) = idents else { return TokenStream::new() };
    let (vis, row) = (&input.vis, &input.ident);
    // Where a message shows an impl, it shows the row's name.
    let at = Span::call_site().located_at(row.span());
    let owner = names::text(row);
    let name = Ident::new(&format!("{owner}Fields"), at);
    let types: Vec<&Type> = fields.iter().map(|field| &field.ty).collect();
    let texts: Vec<&String> = fields.iter().map(|field| &field.text).collect();
    let params: Vec<Ident> = texts.iter().map(|text| Ident::new(&format!("__{text}"), at)).collect();
    let markers: Vec<Ident> = texts.iter().map(|text| Ident::new(&format!("{owner}_{text}"), at)).collect();
    let fold = |empty: TokenStream, step: &dyn Fn(&Ident, TokenStream) -> TokenStream| {
        params.iter().rev().fold(empty, |rest, param| step(param, rest))
    };
    let from = fold(
        quote!(__p::HNil),
        &|param, rest| quote!(<<#param as __p::Selectable>::From as __p::Scope>::OrElse<#rest>),
    );
    let aggregates = fold(
        quote!(__p::False),
        &|param, rest| quote!(<<#param as __p::Selectable>::Aggregates as __p::Answer>::Or<#rest>),
    );
    let bare = fold(quote!(()), &|param, rest| quote!((<#param as __p::Selectable>::Bare, #rest)));
    let outputs = fold(quote!(__Rest), &|param, rest| quote!(<#param as __p::Selectable>::Outputs<#rest>));
    let setters = (0..fields.len()).map(|number| setter(number, &name, &idents, &params, &types, vis));
    let doc = format!("What the fields of `{owner}` are selected from, a method for each field.");
    // Not as one of the expansion, whose lines would stand in messages.
    let shown = Ident::new(&name.to_string(), row.span());
    let project = quote_spanned! {row.span()=>
            #[automatically_derived]
            impl<__Scope, #(#params: __p::Selectable + __p::Project<__Scope, Items: __p::FitsField<#types, #markers>>),*>
                __p::Project<__Scope> for #shown<#(#params),*>
            {
                type Row = #row;
                type Items = (#(<#params as __p::Project<__Scope>>::Items,)*);
                fn describe(__shape: &mut __p::Shape) {
                    #(__p::describe_selected(__shape, <#params as __p::Project<__Scope>>::describe, #owner, #texts);)*
                }
            }
    };
    quote_spanned! {at=>
        #[allow(dead_code, non_camel_case_types, reason = "named like the fields, and not every row is selected")]
        const _: () = {
            use ::piton::__private as __p;
            #(#[doc(hidden)] #vis enum #markers {})*
            #[doc = #doc]
            #[must_use = "it does nothing until it is selected"]
            #vis struct #name<#(#params),*> { #(#idents: #params),* }
            #[automatically_derived]
            impl #row {
                /// Begins to say what each field is selected from.
                #vis fn fields() -> #name<#(__p::UnsetField<#markers>),*> {
                    #name { #(#idents: __p::UnsetField::NEW),* }
                }
            }
            #[automatically_derived]
            impl<#(#params),*> #name<#(#params),*> { #(#setters)* }
            #[automatically_derived]
            impl<#(#params: __p::Selectable),*> __p::Projection for #name<#(#params),*> {
                type From = #from;
                type Aggregates = #aggregates;
                type Bare = #bare;
                type Outputs<__Rest> = #outputs;
                fn write(self, __out: &mut __p::Statement) {
                    #(__p::Selectable::write(self.#idents, __out);)*
                }
            }
            #project
        };
    }
}

/// The method of a field.
fn setter(
    number: usize,
    name: &Ident,
    idents: &[&Ident],
    params: &[Ident],
    types: &[&Type],
    vis: &syn::Visibility,
) -> TokenStream {
    let mut to: Vec<TokenStream> = params.iter().map(|param| quote!(#param)).collect();
    let mut values: Vec<TokenStream> = idents.iter().map(|ident| quote!(self.#ident)).collect();
    let (Some(ident), Some(ty)) = (idents.get(number), types.get(number)) else { return TokenStream::new() };
    if let (Some(to), Some(value)) = (to.get_mut(number), values.get_mut(number)) {
        *to = quote!(__Expr);
        *value = quote!(__p::FieldOf::into_field(__expr));
    }
    let doc = format!("Selects the field `{}` from an expression.", names::text(ident));
    quote_spanned! {ident.span()=>
        #[doc = #doc]
        #vis fn #ident<__From: __p::FieldOf<#ty, Expr = __Expr>, __Expr>(self, __expr: __From) -> #name<#(#to),*> {
            #name { #(#idents: #values),* }
        }
    }
}
