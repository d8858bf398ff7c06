//! New rows: a builder with one method a column, whose type says which columns are given.
//!
//! A method is short, because there is one for every column: what it does and what its argument must be stands in `piton`,
//! once. So it costs the same in a table of any width.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::column::Column;
use super::expand::type_text;
use super::parse::Table;
use crate::{identity, names};

/// What the methods of a builder are made from.
struct Builder<'t> {
    table: &'t Table,
    markers: &'t [Ident],
    name: Ident,
}

impl<'t> Builder<'t> {
    fn new(table: &'t Table, markers: &'t [Ident]) -> Self {
        let name = names::generated(&format!("{}Builder", names::text(&table.ident)), table.ident.span());
        Builder { table, markers, name }
    }

    /// The columns, each with its number and its marker.
    fn columns(&self) -> impl Iterator<Item = (usize, &'t Column, &'t Ident)> {
        let columns = self.table.columns.iter().zip(self.markers).enumerate();
        columns.map(|(number, (column, marker))| (number, column, marker))
    }

    /// The flags of a builder in which the columns that `given` names are given: nested as their numbers' digits are.
    fn flags(&self, given: impl Fn(usize) -> bool) -> TokenStream {
        let mut flags: Vec<TokenStream> = (0..self.table.columns.len())
            .map(|number| if given(number) { quote!(__p::Given) } else { quote!(__p::Unset) })
            .collect();
        for _ in 0..identity::column_digits(flags.len()) {
            flags = flags.chunks(16).map(|flags| quote!((#(#flags,)*))).collect();
        }
        flags.into_iter().collect()
    }

    /// The method that gives a column a value.
    fn setter(&self, column: &Column, marker: &Ident) -> TokenStream {
        let Builder { table: Table { vis, .. }, name, .. } = self;
        let (field, ty) = (names::regenerated(&column.ident), &column.ty);
        let doc = format!("Gives column `{}`: `{}`.", column.name, type_text(column));
        quote! {
            #[doc = #doc]
            #vis fn #field<__V: __p::ValueOf<#marker, #ty, __S, __M>>(self, value: __V) -> #name<__V::Given, __M> {
                #name(value.give(self.0), __p::PhantomData)
            }
        }
    }

    /// The method that gives a column a value or leaves it to its default.
    fn optional_setter(&self, column: &Column, marker: &Ident) -> TokenStream {
        let Builder { table: Table { vis, .. }, name, .. } = self;
        let field =
            names::generated(&format!("{}_or_default", names::text(&column.ident)), column.ident.span());
        let ty = &column.ty;
        let doc =
            format!("Gives column `{}`: `{}`, or for `None` its default.", column.name, type_text(column));
        quote! {
            #[doc = #doc]
            #vis fn #field<__V: __p::ValueOf<#marker, #ty, __S, __p::New>>(
                self,
                value: __p::Option<__V>,
            ) -> #name<__V::Given> {
                let data = match value {
                    __p::Some(value) => value.give(self.0),
                    __p::None => self.0,
                };
                #name(data, __p::PhantomData)
            }
        }
    }

    /// What computes the defaults that the program gives.
    fn prepare(&self) -> TokenStream {
        let defaults: Vec<TokenStream> = self
            .columns()
            .filter_map(|(_, column, marker)| {
                if let Some(default) = &column.default_with {
                    return Some(quote_spanned!(default.span()=> self.0.set_default::<#marker>(#default);));
                }
                if column.version.is_some() && column.default.is_none() {
                    return Some(quote!(self.0.set_default::<#marker>(|| 1);));
                }
                column.auto_now.is_some().then(|| quote!(self.0.set_now::<#marker>();))
            })
            .collect();
        if defaults.is_empty() {
            return TokenStream::new();
        }
        quote! {
            fn prepare(&mut self) { #(#defaults)* }
            fn is_default(&self, __column: ::core::primitive::usize) -> ::core::primitive::bool {
                self.0.is_default(__column)
            }
        }
    }
}

/// The builder's type, and the impls of it and of the struct that make them new rows.
pub(super) fn builder(table: &Table, markers: &[Ident]) -> TokenStream {
    let builder = Builder::new(table, markers);
    let name = &builder.name;
    let Table { vis, ident, .. } = table;
    let width = table.columns.len();
    let doc = format!("A row of the table `{}`, column by column.", table.name);
    let setters = builder.columns().map(|(_, column, marker)| builder.setter(column, marker));
    let optional = builder
        .columns()
        .filter(|(_, column, _)| column.has_default())
        .map(|(_, column, marker)| builder.optional_setter(column, marker));
    let needed = if table.columns.iter().all(|column| column.has_default() != required(column)) {
        quote!(<#ident as __p::Table>::Required)
    } else {
        list(builder.columns().filter(|(_, column, _)| !column.has_default()).map(|(.., marker)| marker))
    };
    let prepare = builder.prepare();
    let put = quote! {
        fn put(
            &self,
            __column: ::core::primitive::usize,
            __out: &mut __p::Encoder,
        ) -> __p::Result<(), __p::ValueError>
    };
    quote! {
        #[doc = #doc]
        #[must_use = "a row does nothing until it is given to `insert` or `update`"]
        #vis struct #name<S, M = __p::New>(__p::RowData<#width>, __p::PhantomData<fn() -> (S, M)>);
        #[automatically_derived]
        impl<__S, __M> #name<__S, __M> { #(#setters)* }
        #[automatically_derived]
        impl<__S> #name<__S> { #(#optional)* }
        #[automatically_derived]
        impl<S, M> ::core::clone::Clone for #name<S, M> {
            fn clone(&self) -> Self {
                #name(self.0.clone(), __p::PhantomData)
            }
        }
        #[automatically_derived]
        impl<S, M> ::core::fmt::Debug for #name<S, M> {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.0.fmt(__f)
            }
        }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<__S, __M: __p::Mode> __p::NewRow for #name<__S, __M> {
            type Table = #ident;
            type Needs = __M::Needs<__p::Need<__S, #needed>>;
            #prepare
            #[inline]
            fn slot(&self, __column: ::core::primitive::usize) -> __p::Slot<'_> {
                self.0.slot(__column)
            }
            #[inline]
            #put {
                self.0.put(__column, __out)
            }
            #[inline]
            fn plain(&self) -> __p::Option<__p::EncodedRow<'_>> {
                self.0.plain()
            }
        }
        #[automatically_derived]
        impl<__S> __p::Changes for #name<__S, __p::Patch<#ident>> {}
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __p::NewRow for #ident {
            type Table = Self;
            type Needs = ();
            #[inline]
            fn slot(&self, _: ::core::primitive::usize) -> __p::Slot<'_> {
                __p::Slot::Value
            }
            #[inline]
            #put {
                <Self as __p::Table>::put(self, __column, __out)
            }
        }
    }
}

/// Columns as an HList.
pub(super) fn list<'m>(markers: impl Iterator<Item = &'m Ident>) -> TokenStream {
    let markers: Vec<&Ident> = markers.collect();
    markers.into_iter().rev().fold(quote!(__p::HNil), |rest, marker| quote!(__p::HCons<#marker, #rest>))
}

/// Whether a row that the database computes must have the column, unless it may be NULL.
fn required(column: &Column) -> bool {
    !column.auto && column.default.is_none()
}

/// The members of `Table` that have to do with new rows.
pub(super) fn members(table: &Table, markers: &[Ident]) -> TokenStream {
    let builder = Builder::new(table, markers);
    let (name, flags) = (&builder.name, builder.flags(|_| false));
    let fields: Vec<Ident> = table.columns.iter().map(|column| names::regenerated(&column.ident)).collect();
    let values = fields.chunks(16).zip(markers.chunks(16)).enumerate().map(|(chunk, (fields, markers))| {
        let (first, last) = (chunk * 16, chunk * 16 + markers.len() - 1);
        quote! {
            #first..=#last => <(#(#markers,)*) as __p::FieldTuple>::put((#(&self.#fields,)*), __column - #first, __out),
        }
    });
    // The first column that is missing is the first to be reported.
    let required = list(
        table.columns.iter().zip(markers).filter(|(column, _)| required(column)).map(|(_, marker)| marker),
    );
    let take = take(&builder);
    let replace = replace(table);
    quote! {
        type Create = #name<#flags>;
        type Required = #required;
        #[inline]
        fn create() -> Self::Create {
            #name(::core::default::Default::default(), __p::PhantomData)
        }
        #[inline]
        fn put(
            &self,
            __column: ::core::primitive::usize,
            __out: &mut __p::Encoder,
        ) -> __p::Result<(), __p::ValueError> {
            match __column {
                #(#values)*
                _ => __p::Ok(()),
            }
        }
        #take
        #replace
    }
}

/// What reads back the columns that the database computes at each update, if there are any.
fn take(builder: &Builder<'_>) -> TokenStream {
    let computed: Vec<TokenStream> = builder
        .columns()
        .filter(|(_, column, _)| column.version.is_some() || column.auto_now.is_some())
        .map(|(number, column, marker)| {
            let field = names::regenerated(&column.ident);
            quote!(#number => self.#field = __p::decode::<#marker>(__columns)?,)
        })
        .collect();
    if computed.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn take(
            &mut self,
            __column: ::core::primitive::usize,
            __columns: &mut __p::Columns<'_>,
        ) -> __p::Result<(), __p::Error> {
            match __column {
                #(#computed)*
                _ => {}
            }
            __p::Ok(())
        }
    }
}

/// What keeps the fields that are not columns, if there are any.
fn replace(table: &Table) -> TokenStream {
    if table.skipped.is_empty() {
        return TokenStream::new();
    }
    let ident = &table.ident;
    let skipped = table.skipped.iter().map(|skipped| {
        let field = names::regenerated(&skipped.ident);
        quote!(#field: ::core::mem::take(&mut self.#field))
    });
    quote! {
        fn replace(&mut self, __other: Self) {
            *self = #ident { #(#skipped,)* ..__other };
        }
    }
}

/// The impl of `Keyed`, and what says which columns are unique.
pub(super) fn keys(table: &Table, markers: &[Ident]) -> TokenStream {
    let ident = &table.ident;
    let mut out = TokenStream::new();
    for (columns, condition) in unique_columns(table) {
        let columns: Vec<&Ident> = columns.iter().filter_map(|number| markers.get(*number)).collect();
        let columns = match columns.as_slice() {
            [one] => quote!(#one),
            several => quote!((#(#several),*)),
        };
        let predicate =
            condition.map(|sql| quote!(const PREDICATE: __p::Option<__p::Str> = __p::Some(#sql);));
        out.extend(quote!(#[automatically_derived] impl __p::UniqueIn<#ident> for #columns { #predicate }));
    }
    if table.primary_key.is_empty() {
        return out;
    }
    let builder = Builder::new(table, markers);
    let flags = builder.flags(|number| table.primary_key.contains(&number));
    let types: Vec<_> = table
        .primary_key
        .iter()
        .filter_map(|&number| table.columns.get(number))
        .map(|column| &column.ty)
        .collect();
    let key = match types.as_slice() {
        [one] => quote!(#one),
        several => quote!((#(#several),*)),
    };
    let name = &builder.name;
    out.extend(quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __p::Keyed for #ident {
            type Key = #key;
            type Patch = #name<#flags, __p::Patch<#ident>>;
            fn patch<K>(key: K) -> Self::Patch
            where
                Self::PrimaryKey: __p::KeyFrom<K, Self>,
            {
                #name(__p::RowData::of_key::<K, Self>(&key), __p::PhantomData)
            }
        }
    });
    out
}

/// The numbers of the columns of each key, in every order in which up to three of them can be named.
fn unique_columns(table: &Table) -> Vec<(Vec<usize>, Option<&String>)> {
    let single = table.columns.iter().enumerate().filter(|(_, column)| column.unique).map(|(n, _)| vec![n]);
    let mut all: Vec<(Vec<usize>, Option<&String>)> = Vec::new();
    let full = [table.primary_key.clone()].into_iter().chain(single).chain(table.unique.iter().cloned());
    let partial = table.partial.iter().map(|(columns, condition)| (columns.clone(), Some(condition)));
    for (columns, condition) in full.map(|columns| (columns, None)).chain(partial) {
        let orders = match columns.as_slice() {
            [] => Vec::new(),
            &[a, b] => vec![vec![a, b], vec![b, a]],
            &[a, b, c] => [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]
                .into_iter()
                .map(Vec::from)
                .collect(),
            _ => vec![columns],
        };
        for order in orders {
            if !all.iter().any(|(columns, _)| *columns == order) {
                all.push((order, condition));
            }
        }
    }
    all
}
