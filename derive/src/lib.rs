//! The derive macros of piton; use them through the `piton` crate.

mod sql;

use proc_macro::TokenStream;

/// The text is read when the program is compiled; the macro is exported by the crate `piton`.
#[proc_macro]
pub fn sql(input: TokenStream) -> TokenStream {
    sql::statement(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The text is read when the program is compiled; the macro is exported by the crate `piton`.
#[proc_macro]
pub fn sql_expr(input: TokenStream) -> TokenStream {
    sql::expression(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
