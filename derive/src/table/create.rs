//! New rows: a builder with one type parameter a column, which says whether the column is given, and one method a
//! column.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::column::Column;
use super::expand::type_text;
use super::parse::Table;
use crate::names;

/// What the methods of a builder are made from.
struct Builder<'t> {
    table: &'t Table,
    markers: &'t [Ident],
    name: Ident,
    /// The type parameters, one a column.
    states: Vec<Ident>,
}

impl<'t> Builder<'t> {
    fn new(table: &'t Table, markers: &'t [Ident]) -> Self {
        let name = names::generated(&format!("{}Builder", names::text(&table.ident)), table.ident.span());
        let states = (0..table.columns.len()).map(|number| format_ident!("__S{number}")).collect();
        Builder { table, markers, name, states }
    }

    /// The columns, each with its number, its marker and its type parameter.
    fn columns(&self) -> impl Iterator<Item = (usize, &'t Column, &'t Ident, &Ident)> {
        let columns = self.table.columns.iter().zip(self.markers).zip(&self.states).enumerate();
        columns.map(|(number, ((column, marker), state))| (number, column, marker, state))
    }

    /// The states after a column was given.
    fn given(&self, number: usize) -> TokenStream {
        let states = self
            .states
            .iter()
            .enumerate()
            .map(|(other, state)| if other == number { quote!(__p::Given) } else { quote!(#state) });
        quote!((#(#states,)*))
    }

    /// The states of a builder in which the columns that `given` names are given.
    fn begin(&self, given: impl Fn(usize) -> bool) -> TokenStream {
        let states = (0..self.states.len())
            .map(|number| if given(number) { quote!(__p::Given) } else { quote!(__p::Unset) });
        quote!((#(#states,)*))
    }

    /// The method that gives a column a value.
    fn setter(&self, number: usize, column: &Column, marker: &Ident, state: &Ident) -> TokenStream {
        let Builder { table: Table { vis, .. }, name, .. } = self;
        let (field, ty, given) = (names::regenerated(&column.ident), &column.ty, self.given(number));
        let doc = format!("Gives column `{}`: `{}`.", column.name, type_text(column));
        quote! {
            #[doc = #doc]
            #vis fn #field<__V, __E>(self, value: __V) -> #name<#given, __M>
            where
                #state: __p::Open<#marker>,
                __V: __p::Assign<#marker, #ty, Expr = __E>,
                __E: __p::Assigned<#marker, __M::Scope, In<__p::NotGrouped>: __p::SelfContained> + __p::RowValue,
            {
                let mut data = self.data;
                data.set::<#marker, _>(value);
                #name { data, types: __p::PhantomData }
            }
        }
    }

    /// The method that gives a column a value or leaves it to its default.
    fn optional_setter(&self, number: usize, column: &Column, marker: &Ident, state: &Ident) -> TokenStream {
        let Builder { table: Table { vis, .. }, name, .. } = self;
        let field =
            names::generated(&format!("{}_or_default", names::text(&column.ident)), column.ident.span());
        let (ty, given) = (&column.ty, self.given(number));
        let doc =
            format!("Gives column `{}`: `{}`, or for `None` its default.", column.name, type_text(column));
        quote! {
            #[doc = #doc]
            #vis fn #field<__V, __E>(self, value: __p::Option<__V>) -> #name<#given>
            where
                #state: __p::Open<#marker>,
                __V: __p::Assign<#marker, #ty, Expr = __E>,
                __E: __p::Assigned<#marker, In<__p::NotGrouped>: __p::SelfContained> + __p::RowValue,
            {
                let mut data = self.data;
                if let __p::Some(value) = value {
                    data.set::<#marker, _>(value);
                }
                #name { data, types: __p::PhantomData }
            }
        }
    }

    /// What computes the defaults that the program gives.
    fn prepare(&self) -> TokenStream {
        let defaults: Vec<TokenStream> = self
            .columns()
            .filter_map(|(_, column, marker, _)| {
                if let Some(default) = &column.default_with {
                    return Some(
                        quote_spanned!(default.span()=> self.data.set_default::<#marker>(#default);),
                    );
                }
                if column.version.is_some() && column.default.is_none() {
                    return Some(quote!(self.data.set_default::<#marker>(|| 1);));
                }
                column.auto_now.is_some().then(|| quote!(self.data.set_now::<#marker>();))
            })
            .collect();
        if defaults.is_empty() {
            return TokenStream::new();
        }
        quote! {
            fn prepare(&mut self) { #(#defaults)* }
            fn is_default(&self, __column: ::core::primitive::usize) -> ::core::primitive::bool {
                self.data.is_default(__column)
            }
        }
    }
}

/// The builder's type, and the impls of it and of the struct that make them new rows.
pub(super) fn builder(table: &Table, markers: &[Ident]) -> TokenStream {
    let builder = Builder::new(table, markers);
    let Builder { name, states, .. } = &builder;
    let Table { vis, ident, .. } = table;
    let width = table.columns.len();
    let doc = format!("A row of the table `{}`, column by column.", table.name);
    let setters = builder
        .columns()
        .map(|(number, column, marker, state)| builder.setter(number, column, marker, state));
    let optional = builder
        .columns()
        .filter(|(_, column, ..)| column.has_default())
        .map(|(number, column, marker, state)| builder.optional_setter(number, column, marker, state));
    let required: Vec<_> = builder.columns().filter(|(_, column, ..)| !column.has_default()).collect();
    // The first column that is missing is the first to be reported.
    let needs = required
        .iter()
        .rev()
        .fold(quote!(()), |rest, (_, _, marker, state)| quote!((__p::Need<#state, #marker>, #rest)));
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
        #[derive(::core::clone::Clone, ::core::fmt::Debug)]
        #[must_use = "a row does nothing until it is given to `insert` or `update`"]
        #vis struct #name<S, M = __p::New> {
            data: __p::RowData<#width>,
            types: __p::PhantomData<fn() -> (S, M)>,
        }
        #[automatically_derived]
        impl<#(#states,)* __M: __p::Mode> #name<(#(#states,)*), __M> { #(#setters)* }
        #[automatically_derived]
        impl<#(#states,)*> #name<(#(#states,)*)> { #(#optional)* }
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<#(#states,)* __M: __p::Mode> __p::NewRow for #name<(#(#states,)*), __M> {
            type Table = #ident;
            type Needs = __M::Needs<#needs>;
            #prepare
            #[inline]
            fn slot(&self, __column: ::core::primitive::usize) -> __p::Slot<'_> {
                self.data.slot(__column)
            }
            #[inline]
            #put {
                self.data.put(__column, __out)
            }
            #[inline]
            fn plain(&self) -> __p::Option<__p::Plain<'_>> {
                self.data.plain()
            }
            fn size(&self, _: &mut __p::Encoder) -> ::core::primitive::usize {
                self.data.size()
            }
        }
        #[automatically_derived]
        impl<#(#states,)*> __p::Changes for #name<(#(#states,)*), __p::Patch<#ident>> {}
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

/// The members of `Table` that have to do with new rows.
pub(super) fn members(table: &Table, markers: &[Ident]) -> TokenStream {
    let builder = Builder::new(table, markers);
    let (name, states) = (&builder.name, builder.begin(|_| false));
    let values = builder.columns().map(|(number, column, marker, _)| {
        let field = names::regenerated(&column.ident);
        quote!(#number => __p::put::<#marker>(&self.#field, __out),)
    });
    // The first column that is missing is the first to be reported.
    let required = builder
        .columns()
        .filter(|(_, column, ..)| !column.auto && column.default.is_none())
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .fold(quote!(()), |rest, (_, _, marker, _)| quote!((__p::Need<__p::Unset, #marker>, #rest)));
    let take = take(&builder);
    let replace = replace(table);
    quote! {
        type Create = #name<#states>;
        type Required = #required;
        #[inline]
        fn create() -> Self::Create {
            #name { data: ::core::default::Default::default(), types: __p::PhantomData }
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
        .filter(|(_, column, ..)| column.version.is_some() || column.auto_now.is_some())
        .map(|(number, column, marker, _)| {
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
    let states = builder.begin(|number| table.primary_key.contains(&number));
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
    let (name, numbers) = (&builder.name, &table.primary_key);
    out.extend(quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl __p::Keyed for #ident {
            type Key = #key;
            type Patch = #name<#states, __p::Patch<#ident>>;
            fn patch<K>(key: K) -> Self::Patch
            where
                Self::PrimaryKey: __p::KeyFrom<K, Self>,
            {
                let mut data: __p::RowData<_> = ::core::default::Default::default();
                data.set_key::<K, Self::PrimaryKey, Self>(&key, &[#(#numbers),*]);
                #name { data, types: __p::PhantomData }
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
