//! Splits arguments at their commas.

use proc_macro2::{Spacing, TokenStream, TokenTree};
use syn::{Error, Result};

/// The arguments of a macro, with or without a comma at their end.
///
/// They are expressions that the compiler will parse. Commas in parentheses, brackets and braces are hidden in one
/// token; those between `<` and `>` are not, and there such a pair begins after `::` or with the argument.
pub(super) fn split(tokens: TokenStream) -> Result<Vec<TokenStream>> {
    let mut arguments = Vec::new();
    let mut argument: Vec<TokenTree> = Vec::new();
    let mut angles = 0_usize;
    for token in tokens {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                ',' if angles == 0 => {
                    if argument.is_empty() {
                        return Err(Error::new(punct.span(), "an argument is missing before this comma"));
                    }
                    arguments.push(finish(&mut argument)?);
                    continue;
                }
                '<' if angles > 0 || opens_generics(&argument) => angles += 1,
                '>' if angles > 0 && !ends_arrow(&argument) => angles -= 1,
                _ => {}
            }
        }
        argument.push(token);
    }
    if !argument.is_empty() {
        arguments.push(finish(&mut argument)?);
    }
    Ok(arguments)
}

fn finish(argument: &mut Vec<TokenTree>) -> Result<TokenStream> {
    if let [TokenTree::Ident(name), TokenTree::Punct(equals), rest @ ..] = argument.as_slice()
        && equals.as_char() == '='
        && (equals.spacing() == Spacing::Alone || !starts_with(rest, '='))
    {
        let message = format!(
            "arguments have no names; `{{}}` takes them in their order, and `{{{name}}}` is a variable of that name"
        );
        return Err(Error::new(name.span(), message));
    }
    Ok(argument.drain(..).collect())
}

fn starts_with(tokens: &[TokenTree], c: char) -> bool {
    matches!(tokens.first(), Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

/// Whether a `<` after these tokens begins generic arguments or a qualified path.
fn opens_generics(before: &[TokenTree]) -> bool {
    match before {
        [] => true,
        [.., TokenTree::Punct(first), TokenTree::Punct(second)] => {
            first.as_char() == ':' && first.spacing() == Spacing::Joint && second.as_char() == ':'
        }
        [TokenTree::Punct(reference)] => reference.as_char() == '&',
        _ => false,
    }
}

/// Whether a `>` after these tokens is the end of `->` or `=>`.
fn ends_arrow(before: &[TokenTree]) -> bool {
    matches!(before.last(), Some(TokenTree::Punct(punct))
        if matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint)
}
