//! `#[derive(PgEnum)]`: an enum as a type of PostgreSQL.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Data, DataEnum, DeriveInput, Fields, Variant};

use crate::attributes::{self, Keys, list};
use crate::errors::Errors;
use crate::names;

const ENUM_KEYS: Keys = Keys {
    attribute: "pg_enum",
    known: &["name", "schema", "rename_all"],
    repeatable: &[],
    elsewhere: &[
        ("rename", "it is an option of a variant; the type's name is `#[pg_enum(name = \"..\")]`"),
        ("sql_type", "name"),
        ("type", "name"),
        ("type_name", "name"),
    ],
};

const VARIANT_KEYS: Keys = Keys {
    attribute: "pg_enum",
    known: &["rename"],
    repeatable: &[],
    elsewhere: &[
        ("name", "rename"),
        ("label", "rename"),
        ("rename_all", "it is an option of the enum: `#[pg_enum(rename_all = \"..\")]`"),
        ("schema", "it is an option of the enum: `#[pg_enum(schema = \"..\")]`"),
    ],
};

/// Spells a variant's name as a label.
type Style = fn(&str) -> String;

/// The ways to spell a variant's name as a label.
const STYLES: &[(&str, Style)] = &[
    ("snake_case", names::snake_case),
    ("SCREAMING_SNAKE_CASE", |name| names::snake_case(name).to_uppercase()),
    ("kebab-case", |name| names::snake_case(name).replace('_', "-")),
    ("camelCase", camel_case),
    ("PascalCase", str::to_owned),
    ("lowercase", str::to_lowercase),
    ("UPPERCASE", str::to_uppercase),
];

fn camel_case(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// An enum as its attributes describe it.
struct PgEnum {
    name: String,
    schema: Option<String>,
    variants: Vec<(Ident, String)>,
}

/// The impls, or the mistakes.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let tokens = errors.ok(syn::parse2::<DeriveInput>(input)).and_then(|input| {
        let described = read(&input, &mut errors)?;
        Some(expand(&input.ident, &described))
    });
    let mut out = errors.into_tokens();
    out.extend(tokens);
    out
}

/// An enum with a faulty attribute is expanded as if the attribute were not there, so that what uses it is not
/// reported as well.
fn read(input: &DeriveInput, errors: &mut Errors) -> Option<PgEnum> {
    let ident = &input.ident;
    let mut name = names::snake_case(&names::text(ident));
    let mut schema = None;
    let mut style: Style = names::snake_case;
    for item in attributes::read(&input.attrs, &ENUM_KEYS, errors) {
        match item.key.as_str() {
            "name" => name = item.name("the type's name", "mood", errors).unwrap_or(name),
            "schema" => schema = item.name("the name of a schema", "public", errors),
            _ => {
                let Some(literal) = item.string("a style", "snake_case", errors) else { continue };
                match STYLES.iter().find(|(known, _)| *known == literal.value()) {
                    Some((_, spell)) => style = *spell,
                    None => {
                        let known: Vec<&str> = STYLES.iter().map(|(known, _)| *known).collect();
                        errors.at(literal, format!("`rename_all` takes {}", list(&known)));
                    }
                }
            }
        }
    }
    let Data::Enum(data) = &input.data else {
        let message = "`derive(PgEnum)` is for enums; for a struct around one value write `derive(Value)`";
        errors.at(ident, message);
        return None;
    };
    if !input.generics.params.is_empty() {
        errors.at(&input.generics.params, "an enum of PostgreSQL has no generic types; leave them out");
        return None;
    }
    if data.variants.is_empty() {
        errors.at(ident, "an enum of PostgreSQL has at least one label; add a variant");
        return None;
    }
    Some(PgEnum { name, schema, variants: variants(data, style, errors)? })
}

/// Each variant with its label; `None` if a variant cannot have one.
fn variants(data: &DataEnum, style: Style, errors: &mut Errors) -> Option<Vec<(Ident, String)>> {
    let mut variants: Vec<(Ident, String)> = Vec::new();
    let mut plain = true;
    for variant in &data.variants {
        let (label, place) = label(variant, style, errors);
        if !matches!(variant.fields, Fields::Unit) {
            let message = format!("a label of PostgreSQL carries no fields; write `{},`", variant.ident);
            errors.at(&variant.fields, message);
            plain = false;
        }
        if let Some((first, _)) = variants.iter().find(|(_, other)| *other == label) {
            let message = format!(
                "the label \"{label}\" is that of `{first}` already; write `#[pg_enum(rename = \"..\")]` with another"
            );
            errors.at(place, message);
        } else {
            variants.push((variant.ident.clone(), label));
            continue;
        }
        plain = false;
    }
    plain.then_some(variants)
}

/// The label, and the tokens that it comes from.
fn label(variant: &Variant, style: Style, errors: &mut Errors) -> (String, TokenStream) {
    let items = attributes::read(&variant.attrs, &VARIANT_KEYS, errors);
    let renamed = items.first().and_then(|item| {
        let literal = item.string("a label", "glad", errors)?;
        if let Some(problem) = names::problem(&literal.value()) {
            errors.at(&literal, problem);
            return None;
        }
        Some((literal.value(), literal.into_token_stream()))
    });
    renamed.unwrap_or_else(|| (style(&names::text(&variant.ident)), variant.ident.to_token_stream()))
}

fn expand(ident: &Ident, described: &PgEnum) -> TokenStream {
    let value = quote!(::piton::value);
    let result = |ok: TokenStream| quote!(::core::result::Result<#ok, ::piton::ValueError>);
    let (done, own) = (result(quote!(())), result(quote!(Self)));
    let name = &described.name;
    let schema = match &described.schema {
        Some(schema) => quote!(::core::option::Option::Some(#schema)),
        None => quote!(::core::option::Option::None),
    };
    let (variants, labels): (Vec<_>, Vec<_>) =
        described.variants.iter().map(|(ident, label)| (ident, label.as_str())).unzip();
    let bytes = labels.iter().map(|label| syn::LitByteStr::new(label.as_bytes(), ident.span()));
    let qualified =
        described.schema.as_ref().map_or_else(|| name.clone(), |schema| format!("{schema}.{name}"));
    let unknown = format!(
        "found a label of the enum {qualified} that `{ident}` does not have; it has {}",
        list(&labels)
    );
    quote! {
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #value::Encode for #ident {
            const TYPE: &'static #value::SqlType =
                &#value::SqlType::enumeration(#schema, #name, &[#(#labels),*]);

            #[inline]
            fn encode(&self, out: &mut #value::Encoder) -> #done {
                let label = match self {
                    #(Self::#variants => #labels,)*
                };
                out.put(label.as_bytes());
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #value::Value for #ident {
            type Borrowed<'r> = Self;
            type Class = Self;

            // Only the database knows the OID.
            #[inline]
            fn accepts(_: u32) -> bool {
                false
            }

            #[inline]
            fn decode(raw: &[u8]) -> #own {
                match raw {
                    #(#bytes => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(::piton::ValueError::new(#unknown)),
                }
            }

            #[inline]
            fn decode_borrowed(raw: &[u8]) -> #own {
                <Self as #value::Value>::decode(raw)
            }
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl #value::Bindable<Self> for #ident {}

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::piton::expr::HasExtremes for #ident {}

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::piton::expr::CastTo<::std::string::String> for #ident {
            type Null = ::piton::expr::IfAny;
        }

        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        impl ::piton::expr::CastTo<#ident> for ::std::string::String {
            type Null = ::piton::expr::IfAny;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(input: TokenStream) -> String {
        crate::errors::reported(&derive(input))
    }

    fn type_of(input: TokenStream) -> String {
        let out = derive(input).to_string();
        let found = out.split("enumeration (").nth(1).and_then(|rest| rest.split(" ;").next());
        found.unwrap_or(&out).replace(":: core :: option :: Option :: ", "")
    }

    #[test]
    fn labels_are_in_snake_case() {
        let plain = type_of(quote!(
            enum OrderState {
                New,
                InTransit,
                r#Final,
            }
        ));
        assert_eq!(plain, "None , \"order_state\" , & [\"new\" , \"in_transit\" , \"final\"])");
        let named = type_of(quote! {
            #[pg_enum(name = "mood", schema = "app", rename_all = "SCREAMING_SNAKE_CASE")]
            enum Mood { SoSo, #[pg_enum(rename = "Très content")] Glad }
        });
        assert_eq!(named, "Some (\"app\") , \"mood\" , & [\"SO_SO\" , \"Très content\"])");
    }

    #[test]
    fn styles_spell() {
        let spelled: Vec<_> = STYLES.iter().map(|(_, spell)| spell("InTransit")).collect();
        let expected =
            ["in_transit", "IN_TRANSIT", "in-transit", "inTransit", "InTransit", "intransit", "INTRANSIT"];
        assert_eq!(spelled, expected);
    }

    #[test]
    fn other_shapes_are_refused() {
        assert!(
            errors(quote!(
                struct A(i32);
            ))
            .contains("write `derive(Value)`")
        );
        assert!(
            errors(quote!(
                enum A {}
            ))
            .contains("add a variant")
        );
        assert!(
            errors(quote!(
                enum A<T> {
                    B,
                    C,
                }
            ))
            .contains("no generic types")
        );
        let fields = errors(quote!(
            enum A {
                B(i32),
                C { d: i32 },
                D,
            }
        ));
        assert_eq!(fields.lines().count(), 2);
        assert!(fields.contains("write `B,`") && fields.contains("write `C,`"));
    }

    #[test]
    fn attributes_are_checked_all() {
        let all = errors(quote! {
            #[pg_enum(rename_all = "Snake", nmae = "x", schema = 1)]
            enum A { #[pg_enum(name = "x")] B, #[pg_enum(rename = "b")] C, #[pg_enum(rename = "")] D }
        });
        for expected in [
            "`rename_all` takes `snake_case`, `SCREAMING_SNAKE_CASE`",
            "did you mean `name`?",
            "`schema` expects the name of a schema in quotes",
            "did you mean `rename`?",
            "the label \\\"b\\\" is that of `B` already",
            "cannot be empty",
        ] {
            assert!(all.contains(expected), "{all}");
        }
        assert_eq!(all.lines().count(), 6);
    }
}
