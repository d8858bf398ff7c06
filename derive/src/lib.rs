//! The derive macros of piton; use them through the `piton` crate.

mod alias;
mod attributes;
mod errors;
mod function;
mod identity;
mod names;
mod pg_enum;
mod row;
mod sql;
mod table;
mod value;

use proc_macro::TokenStream;

/// Makes an enum a type of PostgreSQL; see the documentation of `piton::value`.
#[proc_macro_derive(PgEnum, attributes(pg_enum))]
pub fn derive_pg_enum(input: TokenStream) -> TokenStream {
    pg_enum::derive(input.into()).into()
}

/// Decodes a struct from the columns of a row; see the documentation of `piton::Row`.
#[proc_macro_derive(Row, attributes(column))]
pub fn derive_row(input: TokenStream) -> TokenStream {
    row::derive(input.into()).into()
}

/// Makes a struct with named fields a table; see the documentation of `piton::Table`.
#[proc_macro_derive(Table, attributes(table, column, has_many, has_one, belongs_to))]
pub fn derive_table(input: TokenStream) -> TokenStream {
    table::derive(input.into()).into()
}

/// Makes a struct with named fields the shape of a query; see the documentation of `piton::table`.
#[proc_macro_derive(Cte, attributes(table, column))]
pub fn derive_cte(input: TokenStream) -> TokenStream {
    table::derive_cte(input.into()).into()
}

/// Makes a struct around one value a value; see the documentation of `piton::value`.
#[proc_macro_derive(Value, attributes(value))]
pub fn derive_value(input: TokenStream) -> TokenStream {
    value::derive(input.into()).into()
}

/// Gives a table a second name; see the documentation of `piton::alias`.
#[proc_macro]
pub fn alias(input: TokenStream) -> TokenStream {
    alias::expand(input.into()).into()
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

/// Functions of the database, typed; the macro is exported by the crate `piton`.
#[proc_macro]
pub fn sql_function(input: TokenStream) -> TokenStream {
    function::declared(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The functions that every PostgreSQL has; for the crate `piton` alone.
#[doc(hidden)]
#[proc_macro]
pub fn builtin_function(input: TokenStream) -> TokenStream {
    function::builtin(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Operators of the database, typed; the macro is exported by the crate `piton`.
#[proc_macro]
pub fn sql_operator(input: TokenStream) -> TokenStream {
    function::operators(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Aggregates of the database, typed; the macro is exported by the crate `piton`.
#[proc_macro]
pub fn sql_aggregate(input: TokenStream) -> TokenStream {
    function::declared_aggregates(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The aggregates that every PostgreSQL has; for the crate `piton` alone.
#[doc(hidden)]
#[proc_macro]
pub fn builtin_aggregate(input: TokenStream) -> TokenStream {
    function::builtin_aggregates(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Window functions of the database, typed; the macro is exported by the crate `piton`.
#[proc_macro]
pub fn sql_window_function(input: TokenStream) -> TokenStream {
    function::declared_windows(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// The window functions that every PostgreSQL has; for the crate `piton` alone.
#[doc(hidden)]
#[proc_macro]
pub fn builtin_window_function(input: TokenStream) -> TokenStream {
    function::builtin_windows(input.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
