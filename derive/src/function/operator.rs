//! `sql_operator!`

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, LitStr, Result};

use super::{Declaration, Functions};

/// What an operator's name is made of: the manual's page "Lexical Structure".
const CHARACTERS: &str = "+-*/<>=~!@#%^&|`?";

/// Operators that users declare.
pub(crate) fn declared(input: TokenStream) -> Result<TokenStream> {
    let Functions(operators) = syn::parse2(input)?;
    operators.iter().map(expand).collect()
}

fn expand(operator: &Declaration) -> Result<TokenStream> {
    let Declaration { attributes, visibility, name, arguments, result, .. } = operator;
    let symbol = symbol(operator)?;
    if let Some((generic, _)) = &operator.generic {
        return Err(Error::new_spanned(generic, "an operator is declared for one type of operands"));
    }
    let rule = format_ident!("{}", operator.rule.unwrap_or("ByResult"));
    let null = quote!(<#name as ::piton::expr::Function>::Null);
    let declared = quote! {
        impl ::piton::expr::Declared for #name {
            const NAME: ::piton::expr::CallName = ::piton::expr::CallName::Text("");
            type Result = #result;
            type Rule = ::piton::expr::#rule;
        }
    };
    let (mut params, mut classes) = (TokenStream::new(), TokenStream::new());
    for (i, (_, ty)) in arguments.iter().enumerate() {
        let (into, expr, class) =
            (format_ident!("Arg{i}"), format_ident!("Expr{i}"), format_ident!("Class{i}"));
        params.extend(quote_spanned! {ty.span()=>
            #into: ::piton::expr::IntoExpr<#class, Expr = #expr>, #expr, #class,
        });
        classes.extend(quote_spanned!(ty.span()=> #ty: ::piton::value::class::Classified<Class = #class>,));
    }
    let base = quote!(<#name as ::piton::expr::Function>::Base);
    let (node, item) = match arguments.as_slice() {
        [_, _] => {
            let [level, left, right] = levels(&symbol).map(|level| format_ident!("{level}"));
            let (text, tighter) =
                (format!(" {symbol} "), matches!(symbol.as_str(), "+" | "-" | "*" | "/" | "%" | "^"));
            let right = if tighter || right == "OTHER" {
                quote!(::piton::expr::precedence::#right + 1)
            } else {
                quote!(::piton::expr::precedence::#right)
            };
            let item = quote! {
                impl ::piton::expr::BinaryOperator for #name {
                    const INFIX: &'static str = #text;
                    const PRECEDENCE: u8 = ::piton::expr::precedence::#level;
                    const LEFT: u8 = ::piton::expr::precedence::#left;
                    const RIGHT: u8 = #right;
                    type Base<L: ::piton::value::Value> = #base;
                    type Null<L: ::piton::table::Nullness, R: ::piton::table::Nullness> =
                        <#null as ::piton::expr::NullRule>::Null<L, L::Or<R>, L::And<R>>;
                }
            };
            (format_ident!("Binary"), item)
        }
        [_] => {
            let text = format!("{symbol} ");
            let item = quote! {
                impl ::piton::expr::UnaryOperator for #name {
                    const PREFIX: &'static str = #text;
                    const SUFFIX: &'static str = "";
                    const PRECEDENCE: u8 = ::piton::expr::precedence::OTHER;
                    const OPERAND: u8 = ::piton::expr::precedence::ATOM;
                    type Base<E: ::piton::value::Value> = #base;
                    type Null<E: ::piton::table::Nullness> =
                        <#null as ::piton::expr::NullRule>::Null<E, E, E>;
                }
            };
            (format_ident!("Unary"), item)
        }
        _ => return Err(Error::new_spanned(name, "an operator has one operand or two")),
    };
    let names = arguments.iter().map(|(name, _)| name);
    let names: Vec<_> = names.collect();
    let intos = (0..names.len()).map(|i| format_ident!("Arg{i}"));
    let exprs = (0..names.len()).map(|i| format_ident!("Expr{i}"));
    Ok(quote! {
        #(#attributes)*
        #visibility fn #name<#params>(#(#names: #intos),*) -> ::piton::expr::#node<#name, #(#exprs),*>
        where
            #classes
        {
            ::piton::expr::#node::new(#(::piton::expr::IntoExpr::into_expr(#names)),*)
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, unreachable_pub, reason = "it has the function's name and its visibility")]
        #[derive(Debug)]
        #visibility enum #name {}

        #declared
        #item
    })
}

/// The operator as SQL writes it, with its schema if one is given.
fn symbol(operator: &Declaration) -> Result<String> {
    let (schema, name) = match operator.sql.as_slice() {
        [name] => (None, name),
        [schema, name, ..] => (Some(schema), name),
        [] => return Err(Error::new_spanned(&operator.name, "the operator has no name")),
    };
    if operator.unnamed {
        return Err(Error::new_spanned(&operator.name, "write the operator at the end: `= \"<->\"`"));
    }
    check(name)?;
    Ok(match schema {
        None => name.value(),
        Some(schema) => format!("OPERATOR(\"{}\".{})", schema.value().replace('"', "\"\""), name.value()),
    })
}

fn check(name: &LitStr) -> Result<()> {
    let text = name.value();
    if let Some(other) = text.chars().find(|c| !CHARACTERS.contains(*c)) {
        return Err(Error::new_spanned(
            name,
            format!("an operator is made of the characters {CHARACTERS}, found `{other}`"),
        ));
    }
    if text.contains("--") || text.contains("/*") {
        return Err(Error::new_spanned(name, "this would begin a comment"));
    }
    if text.len() > 1 && text.ends_with(['+', '-']) && !text.contains(|c| "~!@#%^&|`?".contains(c)) {
        return Err(Error::new_spanned(
            name,
            "PostgreSQL has no such operator: one that ends with + or - contains one of ~ ! @ # % ^ & | ` ?",
        ));
    }
    Ok(())
}

/// How tightly the operator binds, and how tightly its operands must.
fn levels(symbol: &str) -> [&'static str; 3] {
    match symbol {
        "=" | "<" | ">" | "<=" | ">=" | "<>" | "!=" => ["COMPARISON", "LIKE", "LIKE"],
        "+" | "-" => ["SUM", "SUM", "SUM"],
        "*" | "/" | "%" => ["PRODUCT", "PRODUCT", "PRODUCT"],
        "^" => ["POWER", "POWER", "POWER"],
        _ => ["OTHER", "OTHER", "OTHER"],
    }
}
