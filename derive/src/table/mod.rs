//! `#[derive(Table)]`.

mod column;
mod create;
mod cte;
mod expand;
mod foreign_key;
mod parse;
mod relation;
mod sql_type;

use proc_macro2::TokenStream;

pub(crate) use self::sql_type::catalogue_name;
use crate::errors::Errors;

/// The impls, after the mistakes in the attributes.
///
/// A table with a faulty attribute is expanded as if the attribute were not there, so that what uses the table is not
/// reported as well.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let table = errors.ok(syn::parse2(input)).and_then(|input| parse::table(&input, &mut errors));
    let mut out = errors.into_tokens();
    if let Some(table) = table {
        out.extend(expand::table(&table));
    }
    out
}

/// As [`derive`], for `#[derive(Cte)]`.
pub(crate) fn derive_cte(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let table = errors.ok(syn::parse2(input)).and_then(|input| cte::table(&input, &mut errors));
    let mut out = errors.into_tokens();
    if let Some(table) = table {
        out.extend(expand::table(&table));
    }
    out
}
