//! `alias!(Manager = Person)`.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Path, Token, Visibility};

use crate::{identity, names};

const USAGE: &str = "an alias is a name for a table: `alias!(Manager = Person)`";

struct Alias {
    attributes: Vec<Attribute>,
    vis: Visibility,
    ident: Ident,
    equals: Token![=],
    table: Path,
}

impl Parse for Alias {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let ident: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), USAGE))?;
        if !input.peek(Token![=]) {
            let at = if input.is_empty() { ident.span() } else { input.span() };
            return Err(syn::Error::new(at, USAGE));
        }
        let equals: Token![=] = input.parse()?;
        if input.is_empty() {
            return Err(syn::Error::new(equals.span, USAGE));
        }
        let table =
            input.call(Path::parse_mod_style).map_err(|error| syn::Error::new(error.span(), USAGE))?;
        let _: Option<Token![;]> = input.parse()?;
        if !input.is_empty() {
            return Err(input.error("an alias ends here; write one `alias!` for each"));
        }
        Ok(Alias { attributes, vis, ident, equals, table })
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Alias { attributes, vis, ident, equals, table } = match syn::parse2(input) {
        Ok(alias) => alias,
        Err(error) => return error.into_compile_error(),
    };
    let name = names::snake_case(&names::text(&ident));
    if let Some(problem) = names::problem(&name) {
        return syn::Error::new_spanned(ident, problem).into_compile_error();
    }
    let id = identity::of_source(&ident, equals.span, std::iter::empty());
    let text = table.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let doc = format!("The table of `{text}` by the name `{name}`.");
    let constant = names::regenerated(&ident);
    let source = quote_spanned!(table.span()=> <#table as __p::Source>::Table);
    quote! {
        #[doc = #doc]
        #(#attributes)*
        #[derive(::core::fmt::Debug)]
        #vis enum #ident {}
        #[doc = #doc]
        #(#attributes)*
        #[allow(dead_code, non_upper_case_globals, reason = "named like the struct, and not every table is selected")]
        #vis const #constant: ::piton::table::Entity<#ident> = ::piton::table::Entity::NEW;
        const _: () = {
            use ::piton::__private as __p;
            #[automatically_derived]
            impl __p::Source for #ident {
                type Table = #source;
                type Id = #id;
                const REF: &'static __p::TableRef = &__p::alias::<Self>(#name);
            }
        };
    }
}
