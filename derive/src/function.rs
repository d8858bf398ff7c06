//! `sql_function!` and `sql_operator!`: functions and operators of the database, one line each.

mod operator;

pub(crate) use self::operator::declared as operators;

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Ident, LitStr, Path, Result, Token, Type, Visibility, parenthesized, parse_quote,
};

/// The arguments that a function can have: those of a tuple.
const MAX_ARGUMENTS: usize = 16;

/// Functions that users declare: their names are quoted.
pub(crate) fn declared(input: TokenStream) -> Result<TokenStream> {
    expand(input, Kind::Function, quoted)
}

/// Functions that every PostgreSQL has: their names need no quotes.
pub(crate) fn builtin(input: TokenStream) -> Result<TokenStream> {
    expand(input, Kind::Function, plain)
}

/// Aggregates that users declare.
pub(crate) fn declared_aggregates(input: TokenStream) -> Result<TokenStream> {
    expand(input, Kind::Aggregate, quoted)
}

/// Aggregates that every PostgreSQL has.
pub(crate) fn builtin_aggregates(input: TokenStream) -> Result<TokenStream> {
    expand(input, Kind::Aggregate, plain)
}

/// Window functions that users declare.
pub(crate) fn declared_windows(input: TokenStream) -> Result<TokenStream> {
    expand(input, Kind::Window, quoted)
}

/// Window functions that every PostgreSQL has.
pub(crate) fn builtin_windows(input: TokenStream) -> Result<TokenStream> {
    expand(input, Kind::Window, plain)
}

/// What is declared.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Function,
    Aggregate,
    Window,
}

fn quoted(names: &[LitStr]) -> TokenStream {
    quote!(::piton::expr::CallName::Quoted(&[#(#names),*]))
}

fn plain(names: &[LitStr]) -> TokenStream {
    let mut text: String = names.iter().map(LitStr::value).collect::<Vec<_>>().join(".");
    if !text.contains('(') {
        text.push('(');
    }
    quote!(::piton::expr::CallName::Text(#text))
}

fn expand(input: TokenStream, kind: Kind, name: impl Fn(&[LitStr]) -> TokenStream) -> Result<TokenStream> {
    let Functions(functions) = syn::parse2(input)?;
    Ok(functions.iter().map(|function| function.expand(kind, &name(&function.sql))).collect())
}

struct Functions(Vec<Declaration>);

impl Parse for Functions {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut functions = Vec::new();
        while !input.is_empty() {
            functions.push(input.parse()?);
        }
        Ok(Functions(functions))
    }
}

/// `pub fn name<N: Bound>(arg: Type) -> Type = "name", never null;`
struct Declaration {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    generic: Option<(Ident, Path)>,
    arguments: Vec<(Ident, Type)>,
    result: Type,
    sql: Vec<LitStr>,
    /// Whether the name is that of the Rust function.
    unnamed: bool,
    rule: Option<&'static str>,
    keeps_type: bool,
    framed: bool,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![fn]>()?;
        let name: Ident = input.parse()?;
        let generic = generic(input)?;
        let arguments;
        parenthesized!(arguments in input);
        let arguments = Punctuated::<Argument, Token![,]>::parse_terminated(&arguments)?;
        if let Some(Argument(surplus, _)) = arguments.iter().nth(MAX_ARGUMENTS) {
            return Err(Error::new_spanned(
                surplus,
                format!("a function takes at most {MAX_ARGUMENTS} arguments"),
            ));
        }
        if !input.peek(Token![->]) {
            return Err(input.error("expected `->` and the type of the function's result"));
        }
        input.parse::<Token![->]>()?;
        let result = input.parse()?;
        let unnamed = !input.peek(Token![=]);
        let sql = sql_name(input, &name)?;
        let mut rule = None;
        let (mut keeps_type, mut framed) = (false, false);
        while input.peek(Token![,]) {
            match option(input)? {
                KEEPS_TYPE => keeps_type = true,
                FRAMED => framed = true,
                other => rule = Some(other),
            }
        }
        input.parse::<Token![;]>()?;
        let arguments = arguments.into_iter().map(|Argument(name, ty)| (name, ty)).collect();
        Ok(Declaration {
            attributes,
            visibility,
            name,
            generic,
            arguments,
            result,
            sql,
            unnamed,
            rule,
            keeps_type,
            framed,
        })
    }
}

struct Argument(Ident, Type);

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Argument(name, input.parse()?))
    }
}

/// `<N: Bound>`
fn generic(input: ParseStream<'_>) -> Result<Option<(Ident, Path)>> {
    if !input.peek(Token![<]) {
        return Ok(None);
    }
    input.parse::<Token![<]>()?;
    let name = input.parse()?;
    input.parse::<Token![:]>()?;
    let bound = input.parse()?;
    input.parse::<Token![>]>()?;
    Ok(Some((name, bound)))
}

/// `= "name"` or `= "schema"."name"`; else the name is that of the Rust function.
fn sql_name(input: ParseStream<'_>, rust: &Ident) -> Result<Vec<LitStr>> {
    if !input.peek(Token![=]) {
        return Ok(vec![LitStr::new(&rust.unraw().to_string(), rust.span())]);
    }
    input.parse::<Token![=]>()?;
    let mut names = vec![input.parse::<LitStr>()?];
    if input.peek(Token![.]) {
        input.parse::<Token![.]>()?;
        names.push(input.parse()?);
    }
    match names.iter().find(|name| name.value().is_empty()) {
        Some(empty) => Err(Error::new_spanned(empty, "a function's name is not empty")),
        None => Ok(names),
    }
}

const RULES: [(&str, &str); 5] = [
    ("never null", "Never"),
    ("null at times", "AtTimes"),
    ("null if all", "IfAll"),
    ("null if any", "IfAny"),
    ("null if first", "IfFirst"),
];

/// What says that the result has the type of the first argument; for functions of piton.
const KEEPS_TYPE: &str = "keeps type";

/// What says that a window function is NULL where its frame is empty.
const FRAMED: &str = "framed";

/// `, never null` and its like.
fn option(input: ParseStream<'_>) -> Result<&'static str> {
    input.parse::<Token![,]>()?;
    let mut words = Vec::new();
    let span = input.span();
    while !input.is_empty() && !input.peek(Token![;]) && !input.peek(Token![,]) {
        words.push(input.call(Ident::parse_any)?.to_string());
    }
    let written = words.join(" ");
    if let Some(word) = [KEEPS_TYPE, FRAMED].into_iter().find(|word| *word == written) {
        return Ok(word);
    }
    match RULES.iter().find(|(words, _)| *words == written) {
        Some((_, rule)) => Ok(rule),
        None => Err(Error::new(
            span,
            "expected when the result is NULL: `never null`, `null if any` argument is, `null if all` are, \
             `null if first` is, or `null at times`",
        )),
    }
}

impl Declaration {
    fn expand(&self, kind: Kind, sql: &TokenStream) -> TokenStream {
        let aggregate = kind == Kind::Aggregate;
        let Declaration { attributes, visibility, name, generic, arguments, .. } = self;
        let generic_name = generic.as_ref().map(|(name, _)| name);
        let (mut params, mut classes) = (TokenStream::new(), TokenStream::new());
        let (mut exprs, mut intos, mut values, mut conversions) = (vec![], vec![], vec![], vec![]);
        let mut first = true;
        for (i, (argument, ty)) in arguments.iter().enumerate() {
            let (into, expr, class) =
                (format_ident!("Arg{i}"), format_ident!("Expr{i}"), format_ident!("Class{i}"));
            let span = ty.span();
            if first && generic_name.is_some_and(|name| is(ty, name)) {
                first = false;
                let single = match kind {
                    Kind::Function => TokenStream::new(),
                    Kind::Aggregate => {
                        quote_spanned!(span=> + ::piton::expr::NoAggregate + ::piton::expr::NoWindow)
                    }
                    Kind::Window => quote_spanned!(span=> + ::piton::expr::NoWindow),
                };
                let argument_trait = format_ident!("{}", if aggregate { "Argument" } else { "IntoArgument" });
                params.extend(quote_spanned! {span=>
                    #into: ::piton::expr::#argument_trait<Expr = #expr>,
                    #expr: ::piton::expr::Typed<Base = #ty> #single,
                });
                conversions.push(quote!(::piton::expr::#argument_trait::into_argument(#argument)));
            } else {
                let own = match kind {
                    Kind::Function => TokenStream::new(),
                    Kind::Aggregate => {
                        quote_spanned!(span=> ::piton::expr::NoAggregate + ::piton::expr::NoWindow)
                    }
                    Kind::Window => quote_spanned!(span=> ::piton::expr::NoWindow),
                };
                params.extend(quote_spanned! {span=>
                    #into: ::piton::expr::IntoExpr<#class, Expr = #expr>, #expr: #own, #class,
                });
                classes
                    .extend(quote_spanned!(span=> #ty: ::piton::value::class::Classified<Class = #class>,));
                conversions.push(quote!(::piton::expr::IntoExpr::into_expr(#argument)));
            }
            exprs.push(expr);
            intos.push(into);
            values.push(argument);
        }
        let (result, nullable) = match generic_name {
            None => (self.result.clone(), None),
            Some(_) => match in_option(&self.result) {
                Some(inner) => (inner, Some("AtTimes")),
                None => (self.result.clone(), Some("IfAny")),
            },
        };
        // What an aggregate is where there is no row, the result says alone.
        let of_rows = format_ident!(
            "{}",
            self.rule.unwrap_or(if in_option(&self.result).is_some() { "AtTimes" } else { "Never" })
        );
        let rule = match (aggregate, nullable) {
            (false, _) => self.rule.or(nullable).unwrap_or("ByResult"),
            (true, Some("IfAny")) => "Never",
            (true, Some(rule)) => rule,
            (true, None) if in_option(&self.result).is_some() => "AtTimes",
            (true, None) => "Never",
        };
        let rule = format_ident!("{rule}");
        let rule = quote!(::piton::expr::#rule);
        let keeps_type = self.keeps_type;
        let node = match kind {
            Kind::Function => format_ident!("Call"),
            Kind::Aggregate => format_ident!("Aggregate"),
            Kind::Window => format_ident!("WindowFunctionCall"),
        };
        let marker_attributes = quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types, unreachable_pub, reason = "it has the function's name and its visibility")]
            #[derive(Debug)]
        };
        let (generics, of) = match generic {
            None => (TokenStream::new(), quote!(#name)),
            Some(_) => (quote!(<T: ::piton::value::Value>), quote!(#name<T>)),
        };
        let of_kind = match kind {
            Kind::Function => TokenStream::new(),
            Kind::Aggregate => quote! {
                impl #generics ::piton::expr::AggregateFunction for #of {
                    type OfRows = ::piton::expr::#of_rows;
                }
            },
            Kind::Window => {
                let of_frame = if self.framed {
                    quote!(::piton::expr::AtTimes)
                } else {
                    quote!(<Self as ::piton::expr::Function>::Null)
                };
                quote! {
                    impl #generics ::piton::expr::WindowFunction for #of {
                        type OfFrame = #of_frame;
                    }
                }
            }
        };
        let (marker, types, call) = match generic {
            None => {
                let marker = quote! {
                    #marker_attributes
                    #visibility enum #name {}

                    impl ::piton::expr::Declared for #name {
                        const NAME: ::piton::expr::CallName = #sql;
                        type Result = #result;
                        type Rule = #rule;
                    }

                    #of_kind
                };
                (marker, params, quote!(#name))
            }
            Some((generic, bound)) => {
                let marker = quote! {
                    #marker_attributes
                    #visibility struct #name<T> {
                        result: ::core::marker::PhantomData<T>,
                    }

                    impl<T: ::piton::value::Value> ::piton::expr::Function for #name<T> {
                        const NAME: ::piton::expr::CallName = #sql;
                        type Base = T;
                        type Null = #rule;
                        const KEEPS_TYPE: bool = #keeps_type;
                    }

                    #of_kind
                };
                let (types, result) = match of_trait(&result, generic) {
                    Some(associated) => (
                        {
                            let span = bound.span();
                            let associated = Ident::new(&associated.to_string(), span);
                            let of = quote_spanned!(span=> <#associated = Result>);
                            quote!(#params #generic: #bound #of, Result: ::piton::value::Value)
                        },
                        parse_quote!(Result),
                    ),
                    None => (quote!(#params #generic: #bound), result),
                };
                (marker, types, quote!(#name<#result>))
            }
        };
        quote! {
            #(#attributes)*
            #[allow(clippy::multiple_bound_locations, reason = "the bound is the declared one, the other follows from it")]
            #visibility fn #name<#types>(#(#values: #intos),*) -> ::piton::expr::#node<#call, (#(#exprs,)*)>
            where
                #classes
            {
                ::piton::expr::#node::new((#(#conversions,)*))
            }

            #marker
        }
    }
}

/// Whether a type is a name.
fn is(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(name))
}

/// `T` of `Option<T>`.
fn in_option(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Some(inner.clone()),
        _ => None,
    }
}

/// `Name` of `N::Name`.
fn of_trait(ty: &Type, generic: &Ident) -> Option<Ident> {
    let Type::Path(path) = ty else { return None };
    let mut segments = path.path.segments.iter();
    match (segments.next(), segments.next(), segments.next()) {
        (Some(first), Some(second), None) if first.ident == *generic => Some(second.ident.clone()),
        _ => None,
    }
}
