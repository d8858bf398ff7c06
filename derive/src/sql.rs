//! `sql!` and `sql_expr!`: raw SQL with arguments.

mod arguments;
mod text;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Error, LitStr, Result, Token, Type};

use self::arguments::split;
use self::text::{Hole, Part, Text};

/// The arguments that a tuple of them can have.
const MAX_EXPRESSION_ARGUMENTS: usize = 16;

const NOT_A_LITERAL: &str = "raw SQL is a literal, so that nothing can be spliced into it by accident; \
     use `{}` for values, or `trusted(..)`";

/// `sql!("..", arguments)`
pub(crate) fn statement(input: TokenStream) -> Result<TokenStream> {
    let Raw { texts, arguments } = Raw::parse(input, Part::Statement)?;
    let arguments = arguments.into_iter().map(borrowed);
    // The `let` ends the borrow of the arguments, which else would last until a verb has run: a future that holds
    // `&dyn BindArgument` is not `Send`.
    Ok(quote! {{
        let query = ::piton::query::RawQuery::new(
            &[#(#texts),*],
            &[#(::piton::query::RawQuery::argument(#arguments)),*],
        );
        query
    }})
}

/// A reference to an argument.
///
/// The parentheses stand at the argument's first token: with any other place the compiler would take the whole macro
/// for the argument, and an error would point at all of it.
fn borrowed(argument: TokenStream) -> TokenStream {
    let span = argument.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let mut group = Group::new(Delimiter::Parenthesis, argument);
    group.set_span(span);
    quote_spanned!(span=> &#group)
}

/// `sql_expr!(type, "..", arguments)`
pub(crate) fn expression(input: TokenStream) -> Result<TokenStream> {
    let (ty, input) = typed.parse2(input)?;
    let Raw { texts, arguments } = Raw::parse(input, Part::Expression)?;
    if let Some(surplus) = arguments.get(MAX_EXPRESSION_ARGUMENTS) {
        return Err(Error::new_spanned(
            surplus,
            format!("a SQL expression takes at most {MAX_EXPRESSION_ARGUMENTS} arguments"),
        ));
    }
    let mut texts = texts.iter();
    let first = texts.next();
    Ok(quote! {
        ::piton::expr::fragment::<#ty>(#first).with(
            &[#(#texts),*],
            (#(::piton::expr::IntoArgument::into_argument(#arguments),)*),
        )
    })
}

/// The type that an expression begins with, and what follows its comma.
fn typed(input: ParseStream<'_>) -> Result<(Type, TokenStream)> {
    if input.is_empty() || input.peek(syn::Lit) {
        return Err(input.error("the type of the expression comes first: `sql_expr!(i32, \"..\")`"));
    }
    let ty = input.parse()?;
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok((ty, input.parse()?))
}

/// The texts, with one argument between each two of them.
struct Raw {
    texts: Vec<LitStr>,
    arguments: Vec<TokenStream>,
}

impl Raw {
    fn parse(input: TokenStream, part: Part) -> Result<Self> {
        let mut input = input.into_iter();
        let literal = literal(input.next())?;
        match input.next() {
            None => {}
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(other) => return Err(Error::new(other.span(), NOT_A_LITERAL)),
        }
        let arguments = split(input.collect())?;
        let Text { texts, holes } =
            Text::parse(&literal.value(), part).map_err(|message| Error::new(literal.span(), message))?;
        Ok(Raw {
            texts: texts.iter().map(|text| LitStr::new(text, literal.span())).collect(),
            arguments: fill(&holes, arguments, literal.span())?,
        })
    }
}

/// The first token, which must be a string; a macro that passes on a `$sql:literal` wraps it.
fn literal(token: Option<TokenTree>) -> Result<LitStr> {
    match token {
        None => Err(Error::new(Span::call_site(), "the SQL is missing: write it as a string literal")),
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            let mut inner = group.stream().into_iter();
            let literal = literal(inner.next())?;
            inner.next().map_or(Ok(literal), |other| Err(Error::new(other.span(), NOT_A_LITERAL)))
        }
        Some(token) => {
            let span = token.span();
            syn::parse2(token.into()).map_err(|_| Error::new(span, NOT_A_LITERAL))
        }
    }
}

/// One argument for each hole.
fn fill(holes: &[Hole], arguments: Vec<TokenStream>, text: Span) -> Result<Vec<TokenStream>> {
    let open = holes.iter().filter(|hole| matches!(hole, Hole::Argument)).count();
    let given = arguments.len();
    if open != given {
        let arguments_are = if given == 1 { "argument is" } else { "arguments are" };
        let message = format!("the SQL has {open} `{{}}`, and {given} {arguments_are} given");
        return Err(match arguments.get(open) {
            Some(surplus) => Error::new_spanned(surplus, message),
            None => Error::new(text, message),
        });
    }
    let mut arguments = arguments.into_iter();
    holes
        .iter()
        .map(|hole| match hole {
            Hole::Argument => Ok(arguments.next().unwrap_or_default()),
            Hole::Variable(name) => variable(name, text),
        })
        .collect()
}

/// A variable that the text names, as if it stood in the place of the text.
fn variable(name: &str, text: Span) -> Result<TokenStream> {
    let mut ident = syn::parse_str::<Ident>(name)
        .or_else(|_| syn::parse_str::<Token![self]>(name).map(|_| Ident::new("self", text)))
        .map_err(|_| {
            Error::new(text, format!("`{{{name}}}` is a keyword; pass it as an argument: `{{}}`"))
        })?;
    ident.set_span(text);
    Ok(quote!(#ident))
}
