//! The derive macros of piton; use them through the `piton` crate.

mod alias;
mod attributes;
mod errors;
mod identity;
mod names;
mod row;
mod table;

use proc_macro::TokenStream;

/// Makes a struct with named fields a table; see the documentation of `piton::Table`.
#[proc_macro_derive(Table, attributes(table, column))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    table::derive(input.into()).into()
}

/// Decodes a struct from the columns of a row; see the documentation of `piton::Row`.
#[proc_macro_derive(Row, attributes(column))]
pub fn derive_row(input: TokenStream) -> TokenStream {
    row::derive(input.into()).into()
}

/// Gives a table a second name; see the documentation of `piton::alias`.
#[proc_macro]
pub fn alias(input: TokenStream) -> TokenStream {
    alias::expand(input.into()).into()
}
