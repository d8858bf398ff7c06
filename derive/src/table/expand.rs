//! The impls of a table.
//!
//! A crate may have hundreds of tables, so the expansion is short: what can be done by a generic function of
//! `piton::__private` stands there once. Markers are named `Person_id`: the compiler prints a type without its
//! path only if no other type has its name, and most tables have an `id`. They also must not shadow the modules that
//! the fields' types name, as a marker `time` would in `time: time::OffsetDateTime`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::Index;
use syn::spanned::Spanned;

use super::column::Column;
use super::create;
use super::foreign_key::Action;
use super::parse::Table;
use super::relation::Relation;
use super::sql_type;
use crate::{identity, names};

/// Everything that the derive emits for a table.
pub(super) fn table(table: &Table) -> TokenStream {
    let Table { vis, ident, name, .. } = table;
    let constant = names::regenerated(ident);
    let doc = format!("The table `{name}`.");
    let markers: Vec<Ident> = table.columns.iter().map(|column| marker(table, column)).collect();
    let columns = table
        .columns
        .iter()
        .zip(&markers)
        .enumerate()
        .map(|(number, (column, marker))| field(table, number, column, marker));
    let constants = table.columns.iter().zip(&markers).map(|(column, marker)| {
        let doc = format!("Column `{}` of table `{name}`: `{}`", column.name, type_text(column));
        let field = names::regenerated(&column.ident);
        quote! {
            #[doc = #doc]
            #vis const #field: __p::Column<#ident, #marker> = __p::Column::NEW;
        }
    });
    let relations = table.relations.iter().map(|relation| relation.constant(table, &markers));
    let column_set = column_set(table, &markers);
    let source = source(table);
    let definition = definition(table, &markers);
    let row = row(table, &markers);
    let checks = checks(table, &markers);
    let builder = create::builder(table, &markers);
    let keys = create::keys(table, &markers);
    quote! {
        #[doc = #doc]
        #[allow(dead_code, non_upper_case_globals, reason = "named like the struct, and not every table is selected")]
        #vis const #constant: ::piton::table::Entity<#ident> = ::piton::table::Entity::NEW;
        #[allow(dead_code, non_camel_case_types, non_upper_case_globals, reason = "named like the fields")]
        #[allow(private_interfaces, reason = "a relation is no more visible than the table that it leads to")]
        const _: () = {
            use ::piton::__private as __p;
            #(#columns)*
            #[automatically_derived]
            impl #ident { #(#constants)* #(#relations)* }
            #column_set
            #source
            #definition
            #row
            #builder
            #keys
            #checks
        };
    }
}

fn marker(table: &Table, column: &Column) -> Ident {
    names::generated(&format!("{}_{}", names::text(&table.ident), column.field), column.ident.span())
}

/// The type as the user wrote it, for the documentation.
pub(super) fn type_text(column: &Column) -> String {
    let text = column.ty.to_token_stream().to_string();
    text.replace(" < ", "<").replace(" >", ">").replace(" :: ", "::").replace(" ,", ",")
}

/// The marker of a column and its `Field` impl.
fn field(table: &Table, number: usize, column: &Column, marker: &Ident) -> TokenStream {
    let Table { vis, ident, .. } = table;
    let ty = &column.ty;
    let id = identity::of_column(number, table.columns.len());
    quote! {
        #vis enum #marker {}
        impl __p::Field for #marker {
            type Table = #ident;
            type Type = #ty;
            type Id = #id;
        }
    }
}

/// What the attributes set of the `ColumnDef` in `__columns`.
fn options(number: usize, column: &Column, marker: &Ident, primary_key: bool) -> TokenStream {
    let mut out = TokenStream::new();
    let def = quote!(__columns[#number]);
    if primary_key {
        out.extend(quote!(#def.primary_key = true;));
    }
    if column.auto {
        out.extend(quote!(#def.generated = __p::Generated::Identity;));
    }
    if let Some(sql) = &column.default {
        out.extend(quote!(#def.generated = __p::Generated::Default(#sql);));
    }
    if column.version.is_some() {
        out.extend(quote!(#def.version = true;));
    }
    if column.auto_now.is_some() {
        out.extend(quote!(#def.auto_now = true;));
    }
    if column.unique {
        out.extend(quote!(#def.unique = true;));
    }
    if column.index {
        out.extend(quote!(#def.index = true;));
    }
    if let Some(sql) = &column.check {
        out.extend(quote!(#def.check = __p::Some(#sql);));
    }
    if let Some(sql) = &column.sql_type {
        let ty = sql_type::tokens(sql);
        out.extend(quote!(#def.sql_type = __p::Some(#sql); #def.override_type = __p::Some(&#ty);));
    }
    if let Some(reference) = &column.references {
        let path = &reference.column;
        let on_delete = action(reference.on_delete.as_ref());
        let on_update = action(reference.on_update.as_ref());
        // Where the types differ, the compiler points at the argument.
        let marker = Ident::new(&marker.to_string(), column.ty.span());
        out.extend(
            quote!(#def.references = __p::Some(__p::foreign_key::<#marker, _, _>(#path, #on_delete, #on_update));),
        );
    }
    out
}

fn action(action: Option<&Action>) -> TokenStream {
    let variant = Ident::new(action.map_or("NoAction", |action| action.variant), Span::call_site());
    quote!(__p::Action::#variant)
}

/// The struct of columns that entities and aliases deref to.
fn column_set(table: &Table, markers: &[Ident]) -> TokenStream {
    let Table { vis, ident, .. } = table;
    let name = names::generated(&format!("{}Columns", names::text(ident)), ident.span());
    let fields: Vec<Ident> = table.columns.iter().map(|column| names::regenerated(&column.ident)).collect();
    let relations: Vec<Ident> = table.relations.iter().map(Relation::field).collect();
    let types = table.relations.iter().map(|relation| relation.ty(&quote!(S), markers));
    quote! {
        #[doc(hidden)]
        #vis struct #name<S: __p::Source> {
            #(#vis #fields: __p::Column<S, #markers>,)*
            #(#vis #relations: #types,)*
        }
        #[automatically_derived]
        impl<S: __p::Source> __p::ColumnSet for #name<S> {
            const REF: &'static Self =
                &#name { #(#fields: __p::Column::NEW,)* #(#relations: #ident::#relations.of(),)* };
        }
    }
}

fn source(table: &Table) -> TokenStream {
    let Table { ident, name, .. } = table;
    let schema = option(table.schema.as_ref());
    let names = table.columns.iter().map(|column| &column.name);
    let id =
        identity::of_source(ident, table.braces, table.columns.iter().map(|column| column.field.clone()));
    quote! {
        #[automatically_derived]
        impl __p::Source for #ident {
            type Table = Self;
            type Id = #id;
            const REF: &'static __p::TableRef =
                &__p::TableRef { schema: #schema, table: #name, source: #name, qualifier: #schema, columns: &[#(#names),*] };
        }
    }
}

fn option(value: Option<&String>) -> TokenStream {
    value.map_or_else(|| quote!(__p::None), |value| quote!(__p::Some(#value)))
}

fn definition(table: &Table, markers: &[Ident]) -> TokenStream {
    let Table { ident, name, checks, .. } = table;
    let fields = table.columns.iter().map(|column| &column.field);
    let options: TokenStream = table
        .columns
        .iter()
        .zip(markers)
        .enumerate()
        .map(|(number, (column, marker))| {
            options(number, column, marker, table.primary_key.contains(&number))
        })
        .collect();
    let mutable = if options.is_empty() { quote!() } else { quote!(mut) };
    let columns_name = names::generated(&format!("{}Columns", names::text(ident)), ident.span());
    let rust_name = names::text(ident);
    let schema = option(table.schema.as_ref());
    let names = |numbers: &[usize]| {
        let names = numbers.iter().filter_map(|&number| table.columns.get(number)).map(|column| &column.name);
        quote!(&[#(#names),*])
    };
    let primary_key = names(&table.primary_key);
    let key_numbers = &table.primary_key;
    let create = create::members(table, markers);
    let unique = table.unique.iter().map(|numbers| names(numbers));
    let partial = table.partial.iter().map(|(numbers, condition)| {
        let names = names(numbers);
        quote!((#names, #condition))
    });
    let indexes = table.indexes.iter().map(|numbers| names(numbers));
    let field_list = create::list(markers.iter());
    let kind = Ident::new(if table.in_query { "InQuery" } else { "InDatabase" }, Span::call_site());
    let key = if table.primary_key.is_empty() {
        quote!(())
    } else {
        create::list(table.primary_key.iter().filter_map(|&number| markers.get(number)))
    };
    quote! {
        #[automatically_derived]
        impl __p::Table for #ident {
            type PrimaryKey = #key;
            type Fields = #field_list;
            type Kind = __p::#kind;
            type Columns<S: __p::Source<Table = Self>> = #columns_name<S>;
            #create
            const DEFINITION: &'static __p::TableDef = &__p::TableDef {
                rust_name: #rust_name,
                schema: #schema,
                name: #name,
                // A block, so that it is no constant of its own, which `cargo check` would evaluate for every table.
                columns: &{
                    let #mutable __columns = __p::columns::<Self, _>(#rust_name, [#(#fields),*]);
                    #options
                    __columns
                },
                primary_key: #primary_key,
                key: &[#(#key_numbers),*],
                unique: &[#(#unique),*],
                unique_where: &[#(#partial),*],
                indexes: &[#(#indexes),*],
                checks: &[#(#checks),*],
            };
        }
    }
}

fn row(table: &Table, markers: &[Ident]) -> TokenStream {
    let ident = &table.ident;
    let width = table.columns.len();
    let fields = table.columns.iter().map(|column| names::regenerated(&column.ident));
    let chunk_markers: Vec<&[Ident]> = markers.chunks(16).collect();
    let chunks: Vec<Ident> = (0..chunk_markers.len()).map(|chunk| format_ident!("__values{chunk}")).collect();
    let tuples = chunk_markers.iter().map(|markers| quote!((#(#markers,)*)));
    let values = chunks.iter().zip(&chunk_markers).flat_map(|(chunk, markers)| {
        (0..markers.len()).map(Index::from).map(move |place| quote!(#chunk.#place))
    });
    let skipped = table.skipped.iter().map(|skipped| {
        let (field, ty) = (names::regenerated(&skipped.ident), &skipped.ty);
        quote_spanned!(ty.span()=> #field: <#ty as ::core::default::Default>::default())
    });
    quote! {
        #[automatically_derived]
        impl __p::ArrayItem for #ident {
            type Form = __p::Record;
        }
        #[automatically_derived]
        impl __p::Row for #ident {
            const WIDTH: ::core::primitive::usize = #width;
            type Borrowed<'r> = Self;
            fn describe(__shape: &mut __p::Shape) {
                __p::describe(__shape, <Self as __p::Table>::DEFINITION)
            }
            #[inline]
            fn decode(__columns: &mut __p::Columns<'_>) -> __p::Result<Self, __p::Error> {
                #(
                    let #chunks = match <#tuples as __p::FieldTuple>::decode(__columns) {
                        __p::Ok(__values) => __values,
                        __p::Err(__error) => return __p::Err(__error),
                    };
                )*
                __p::Ok(#ident { #(#fields: #values,)* #(#skipped,)* })
            }
            #[inline]
            fn decode_borrowed<'r>(__columns: &mut __p::Columns<'r>) -> __p::Result<Self, __p::Error> {
                <Self as __p::Row>::decode(__columns)
            }
        }
    }
}

/// Rules about a field's type that only the compiler knows: evaluated with the table's `const` block.
fn checks(table: &Table, markers: &[Ident]) -> TokenStream {
    let mut out = TokenStream::new();
    for (number, (column, marker)) in table.columns.iter().zip(markers).enumerate() {
        let field = &column.field;
        let mut rule = |span: Span, condition: TokenStream, message: String| {
            out.extend(quote_spanned!(span=> ::core::assert!(#condition, #message);));
        };
        if table.primary_key.contains(&number) {
            rule(
                column.ty.span(),
                quote!(!__p::nullable::<#marker>()),
                format!("column `{field}` of the primary key cannot be NULL: its type cannot be an `Option`"),
            );
        }
        if column.auto {
            rule(
                column.ty.span(),
                quote!(__p::is_integer::<#marker>()),
                format!(
                    "column `{field}` is `auto`: its type must be `i16`, `i32`, `i64` or a newtype of one"
                ),
            );
        }
        if let Some(version) = &column.version {
            rule(
                version.span(),
                quote!(__p::is_integer::<#marker>()),
                format!("column `{field}` is a `version`: its type must be `i16`, `i32` or `i64`"),
            );
        }
        if matches!(&column.ty, syn::Type::Path(ty) if ty.path.segments.last().is_some_and(|last| last.ident == "Vec"))
        {
            rule(
                column.ty.span(),
                quote!(!__p::holds_rows::<#marker>()),
                format!(
                    "column `{field}` cannot hold rows: declare a relation on the struct, `#[has_many({field}: ..)]`"
                ),
            );
        }
        let reference = column.references.as_ref();
        let actions =
            [reference.and_then(|r| r.on_delete.as_ref()), reference.and_then(|r| r.on_update.as_ref())];
        for action in actions.into_iter().flatten().filter(|action| action.variant == "SetNull") {
            rule(
                action.span,
                quote!(__p::nullable::<#marker>()),
                format!("column `{field}` cannot be set to NULL: make its type an `Option`"),
            );
        }
    }
    out.extend(table.relations.iter().map(|relation| relation.checks(&table.ident)));
    out
}
