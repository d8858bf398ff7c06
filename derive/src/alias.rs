//! `alias!(Manager = Person)`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Path, Token, Visibility};

use crate::{identity, names};

struct Alias {
    attributes: Vec<Attribute>,
    vis: Visibility,
    ident: Ident,
    table: Path,
}

impl Parse for Alias {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let usage = |input: ParseStream<'_>, what: &str| {
            input.error(format!("expected {what}, as in `alias!(Manager = Person)`"))
        };
        let attributes = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let ident = input.parse().map_err(|_| usage(input, "the alias's name"))?;
        if !input.peek(Token![=]) {
            return Err(usage(input, "`=`"));
        }
        let _: Token![=] = input.parse()?;
        let table = input.call(Path::parse_mod_style).map_err(|_| usage(input, "a table"))?;
        let _: Option<Token![;]> = input.parse()?;
        if !input.is_empty() {
            return Err(input.error("an alias ends here; write one `alias!` for each"));
        }
        Ok(Alias { attributes, vis, ident, table })
    }
}

pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let Alias { attributes, vis, ident, table } = match syn::parse2(input) {
        Ok(alias) => alias,
        Err(error) => return error.into_compile_error(),
    };
    let name = names::snake_case(&names::text(&ident));
    if let Some(problem) = names::problem(&name) {
        return syn::Error::new_spanned(ident, problem).into_compile_error();
    }
    let id = identity::of_source(&ident, std::iter::empty());
    let text = table.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
    let doc = format!("The table of `{text}` by the name `{name}`.");
    let constant = names::regenerated(&ident);
    quote! {
        #[doc = #doc]
        #(#attributes)*
        #[derive(::core::fmt::Debug)]
        #vis enum #ident {}
        #[doc = #doc]
        #(#attributes)*
        #[allow(dead_code, non_upper_case_globals)]
        #vis const #constant: ::piton::table::Entity<#ident> = ::piton::table::Entity::NEW;
        const _: () = {
            use ::piton::__private as __p;
            #[automatically_derived]
            impl __p::Source for #ident {
                type Table = #table;
                type Id = #id;
                const REF: &'static __p::TableRef = &__p::alias::<Self>(#name);
            }
        };
    }
}
