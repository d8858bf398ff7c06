//! `#[derive(Value)]`: a newtype around one value.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Data, DeriveInput, Fields, Type};

use crate::attributes::{self, Keys};
use crate::errors::Errors;
use crate::names;
use crate::table::catalogue_name;

const KEYS: Keys = Keys {
    attribute: "value",
    known: &["sql_type"],
    repeatable: &[],
    elsewhere: &[
        ("type", "sql_type"),
        ("name", "sql_type"),
        ("transparent", "a newtype is always sent as the value in it; leave the attribute out"),
    ],
};

/// The impls, or the mistakes.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let tokens = errors.ok(syn::parse2(input)).and_then(|input| expand(&input, &mut errors));
    let mut out = errors.into_tokens();
    out.extend(tokens);
    out
}

/// A newtype with a faulty attribute is expanded as if the attribute were not there, so that what uses it is not
/// reported as well.
fn expand(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let overridden = sql_type(input, errors);
    if !input.generics.params.is_empty() {
        errors.at(
            &input.generics.params,
            "`derive(Value)` takes no generic types: each newtype has one PostgreSQL type, so write one struct for each",
        );
        return None;
    }
    let inner = inner(input, errors)?;
    let ident = &input.ident;
    let value = quote!(::piton::value);
    let result = |ok: TokenStream| quote!(::core::result::Result<#ok, ::piton::ValueError>);
    let (done, own) = (result(quote!(())), result(quote!(Self)));
    let ty = overridden.unwrap_or_else(|| quote!(#value::newtype::sql_type::<Self>()));
    Some(quote! {
        #[automatically_derived]
        impl #value::newtype::Newtype for #ident {
            type Inner = #inner;

            #[inline]
            fn wrap(inner: #inner) -> Self {
                Self(inner)
            }

            #[inline]
            fn inner(&self) -> &#inner {
                &self.0
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #value::Encode for #ident {
            const TYPE: &'static #value::SqlType = #ty;

            #[inline]
            fn encode(&self, out: &mut #value::Encoder) -> #done {
                #value::newtype::encode(self, out)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #value::Value for #ident {
            type Borrowed<'r> = Self;
            type Class = Self;

            #[inline]
            fn accepts(oid: u32) -> bool {
                #value::newtype::accepts::<Self>(oid)
            }

            #[inline]
            fn decode(raw: &[u8]) -> #own {
                #value::newtype::decode(raw)
            }

            #[inline]
            fn decode_borrowed(raw: &[u8]) -> #own {
                #value::newtype::decode(raw)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #value::Bindable<Self> for #ident {}

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl<C> ::piton::expr::CastTo<C> for #ident
        where
            <<#ident as #value::newtype::Newtype>::Inner as #value::Value>::Class: ::piton::expr::CastTo<C>,
        {
            type Null = <<<#ident as #value::newtype::Newtype>::Inner as #value::Value>::Class
                as ::piton::expr::CastTo<C>>::Null;
        }
    })
}

/// The type that `#[value(sql_type = "..")]` names.
fn sql_type(input: &DeriveInput, errors: &mut Errors) -> Option<TokenStream> {
    let items = attributes::read(&input.attrs, &KEYS, errors);
    let literal = items.first()?.string("the name of a type", "citext", errors)?;
    let text = literal.value();
    let (schema, name) = match text.split_once('.') {
        Some((schema, name)) => (Some(schema), name),
        None => (None, catalogue_name(&text).unwrap_or(&text)),
    };
    for part in schema.into_iter().chain([name]) {
        let bare = |c: char| c.is_alphanumeric() || c == '_' || c == '$' || c == ' ';
        let problem = names::problem(part).or_else(|| {
            (!part.chars().all(bare)).then(|| {
                "this is the name of a type alone, without length or brackets: `sql_type = \"citext\"`"
                    .to_owned()
            })
        });
        if let Some(problem) = problem {
            errors.at(&literal, problem);
            return None;
        }
    }
    let schema = match schema {
        Some(schema) => quote!(::core::option::Option::Some(#schema)),
        None => quote!(::core::option::Option::None),
    };
    Some(quote!(&::piton::value::SqlType::named(#schema, #name)))
}

fn inner<'i>(input: &'i DeriveInput, errors: &mut Errors) -> Option<&'i Type> {
    let ident = &input.ident;
    let shape = format!("write `struct {ident}(i32);`");
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => {
            let message = "`derive(Value)` is for structs with one field; for an enum of PostgreSQL write `derive(PgEnum)`";
            errors.at(data.enum_token, message);
            return None;
        }
        Data::Union(data) => {
            errors.at(data.union_token, format!("`derive(Value)` is for structs with one field: {shape}"));
            return None;
        }
    };
    match fields {
        Fields::Unnamed(fields) => {
            let mut types = fields.unnamed.iter().map(|field| &field.ty);
            match (types.next(), types.next()) {
                (Some(inner), None) => return Some(inner),
                (_, Some(second)) => {
                    errors.at(second, format!("a value has exactly one field: {shape}"));
                }
                (None, None) => errors.at(ident, format!("a value has exactly one field: {shape}")),
            }
        }
        Fields::Named(fields) => {
            let first = fields
                .named
                .first()
                .map_or_else(|| ident.to_token_stream(), |field| field.ident.to_token_stream());
            errors.at(
                first,
                format!("a value has one field without a name: {shape}; for a table write `derive(Table)`"),
            );
        }
        Fields::Unit => errors.at(ident, format!("a value has exactly one field: {shape}")),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the compiler would say, as text.
    fn errors(input: TokenStream) -> String {
        crate::errors::reported(&derive(input))
    }

    #[test]
    fn one_field_is_a_value() {
        assert_eq!(
            errors(quote!(
                struct UserId(i32);
            )),
            ""
        );
        assert_eq!(
            errors(quote!(
                #[value(sql_type = "public.citext")]
                struct Email(pub String);
            )),
            ""
        );
        let out = derive(quote!(
            #[value(sql_type = "public.citext")]
            struct Email(String);
        ))
        .to_string();
        assert!(
            out.contains("named (:: core :: option :: Option :: Some (\"public\") , \"citext\")"),
            "{out}"
        );
    }

    #[test]
    fn other_shapes_are_refused() {
        for input in [
            quote!(
                struct A(i32, i64);
            ),
            quote!(
                struct A();
            ),
            quote!(
                struct A;
            ),
        ] {
            assert_eq!(errors(input), "\"a value has exactly one field: write `struct A(i32);`\"");
        }
        assert!(
            errors(quote!(
                struct A {
                    id: i32,
                }
            ))
            .contains("one field without a name")
        );
        assert!(
            errors(quote!(
                enum A {
                    B,
                }
            ))
            .contains("write `derive(PgEnum)`")
        );
        assert!(
            errors(quote!(
                struct A<T>(T);
            ))
            .contains("takes no generic types")
        );
    }

    #[test]
    fn attributes_are_checked_all() {
        let all = errors(quote!(
            #[value(sqltype = "a", sql_type = "varchar(20)", transparent)]
            struct A(i32);
        ));
        assert!(all.contains("did you mean `sql_type`?"), "{all}");
        assert!(all.contains("without length or brackets"), "{all}");
        assert!(all.contains("leave the attribute out"), "{all}");
        assert_eq!(all.lines().count(), 3);
        assert!(
            errors(quote!(
                #[value(sql_type)]
                struct A(i32);
            ))
            .contains("in quotes")
        );
        assert!(
            errors(quote!(
                #[value(sql_type = "")]
                struct A(i32);
            ))
            .contains("cannot be empty")
        );
    }
}
