//! The derive macros of piton; use them through the `piton` crate.

mod attributes;
mod errors;
mod names;
mod pg_enum;
mod sql;
mod value;

use proc_macro::TokenStream;

/// Makes an enum a type of PostgreSQL; see the documentation of `piton::value`.
#[proc_macro_derive(PgEnum, attributes(pg_enum))]
pub fn derive_pg_enum(input: TokenStream) -> TokenStream {
    pg_enum::derive(input.into()).into()
}

/// Makes a struct around one value a value; see the documentation of `piton::value`.
#[proc_macro_derive(Value, attributes(value))]
pub fn derive_value(input: TokenStream) -> TokenStream {
    value::derive(input.into()).into()
}

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
