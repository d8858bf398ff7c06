//! Attributes as a list of `key`, `key = value` and `key(..)`, read so that each mistake is reported at its token
//! and hides no other.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta, Token};

use crate::errors::Errors;
use crate::names;

/// One entry of an attribute.
pub(crate) struct Item {
    /// The attribute that it stands in: `column`.
    pub(crate) attribute: &'static str,
    /// The key's text.
    pub(crate) key: String,
    /// The key, for messages.
    pub(crate) ident: Ident,
    value: Value,
}

enum Value {
    Nothing,
    Assigned(TokenStream),
    List(TokenStream),
}

/// The keys that an attribute takes.
pub(crate) struct Keys {
    /// The attribute's name.
    pub(crate) attribute: &'static str,
    /// The keys.
    pub(crate) known: &'static [&'static str],
    /// Keys that may stand more than once.
    pub(crate) repeatable: &'static [&'static str],
    /// What others call them, and what to write here: a key, or a sentence.
    pub(crate) elsewhere: &'static [(&'static str, &'static str)],
}

/// The entries of all attributes of this name; unknown and repeated keys are reported and left out.
pub(crate) fn read(attributes: &[Attribute], keys: &Keys, errors: &mut Errors) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident(keys.attribute) {
            continue;
        }
        let name = keys.attribute;
        let Meta::List(list) = &attribute.meta else {
            let example = keys.known.first().copied().unwrap_or_default();
            errors.at(attribute.meta.path(), format!("write `#[{name}({example})]`, with parentheses"));
            continue;
        };
        for item in parse_items(list.tokens.clone(), name, errors) {
            if !keys.known.contains(&item.key.as_str()) {
                errors.at(&item.ident, unknown(&item.key, keys));
            } else if !keys.repeatable.contains(&item.key.as_str())
                && items.iter().any(|other| other.key == item.key)
            {
                errors.at(&item.ident, format!("`{}` is given twice", item.key));
            } else {
                items.push(item);
            }
        }
    }
    items
}

fn parse_items(tokens: TokenStream, attribute: &'static str, errors: &mut Errors) -> Vec<Item> {
    let mut items = Vec::new();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match parse_item(input, attribute) {
                Ok(item) => items.push(item),
                Err(error) => {
                    errors.push(error);
                    until_comma(input);
                }
            }
            if input.is_empty() {
                break;
            }
            if !input.peek(Token![,]) {
                errors.push(input.error("expected `,`"));
                until_comma(input);
            }
            let _: Option<Token![,]> = input.parse().ok();
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.push(error);
    }
    items
}

fn parse_item(input: ParseStream<'_>, attribute: &'static str) -> syn::Result<Item> {
    if !input.peek(Ident::peek_any) {
        return Err(input.error("expected the name of an option"));
    }
    let ident = input.call(Ident::parse_any)?;
    let key = names::text(&ident);
    let value = if input.peek(Token![=]) {
        let equals: Token![=] = input.parse()?;
        let tokens = until_comma(input);
        if tokens.is_empty() {
            return Err(syn::Error::new_spanned(equals, format!("`{key} =` has no value")));
        }
        Value::Assigned(tokens)
    } else if input.peek(syn::token::Paren) {
        match input.parse::<TokenTree>()? {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                Value::List(group.stream())
            }
            other => return Err(syn::Error::new_spanned(other, "expected `(`")),
        }
    } else {
        Value::Nothing
    };
    Ok(Item { attribute, key, ident, value })
}

fn until_comma(input: ParseStream<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        match input.parse::<TokenTree>() {
            Ok(token) => tokens.extend([token]),
            Err(_) => break,
        }
    }
    tokens
}

fn unknown(key: &str, keys: &Keys) -> String {
    let sentence = match keys.elsewhere.iter().find(|(name, _)| *name == key) {
        Some((_, sentence)) if sentence.contains(' ') => {
            return format!("unknown attribute `{key}`: {sentence}");
        }
        Some((_, known)) => Some(*known),
        None => nearest(key, keys.known),
    };
    match sentence {
        Some(known) => format!("unknown attribute `{key}`; did you mean `{known}`?"),
        None => {
            format!("unknown attribute `{key}`; `#[{}(..)]` takes {}", keys.attribute, list(keys.known))
        }
    }
}

/// `a`, `b` and `c`, each in backticks.
pub(crate) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The word that is spelled most like this one, if one is near.
pub(crate) fn nearest<'w>(key: &str, words: impl IntoIterator<Item = &'w &'w str>) -> Option<&'w str> {
    words
        .into_iter()
        .map(|word| (distance(key, word), *word))
        .filter(|(distance, _)| *distance <= 1 + key.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many characters must be inserted, removed or replaced to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (pair, y) in row.windows(2).zip(&b) {
            let (&[diagonal, above], Some(&left)) = (pair, next.last()) else { break };
            next.push((diagonal + usize::from(x != *y)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

impl Item {
    /// The option has no value.
    pub(crate) fn flag(&self, errors: &mut Errors) -> bool {
        let (Value::Assigned(tokens) | Value::List(tokens)) = &self.value else { return true };
        let at = if tokens.is_empty() { self.ident.to_token_stream() } else { tokens.clone() };
        errors.at(at, format!("`{0}` takes no value: `#[{1}({0})]`", self.key, self.attribute));
        false
    }

    /// The option's value is a string, which is `what`.
    pub(crate) fn string(&self, what: &str, example: &str, errors: &mut Errors) -> Option<LitStr> {
        let usage =
            |example: &str| format!("`{0}` expects {what} in quotes: `{0} = \"{example}\"`", self.key);
        let tokens = self.assigned(&usage(example), errors)?;
        match syn::parse2::<LitStr>(tokens.clone()) {
            Ok(literal) => Some(literal),
            Err(_) => {
                let text = tokens.to_string();
                let example = if text.contains(['"', '\\']) { example } else { &text };
                errors.at(tokens, usage(example));
                None
            }
        }
    }

    /// The option's value is a name for PostgreSQL.
    pub(crate) fn name(&self, what: &str, example: &str, errors: &mut Errors) -> Option<String> {
        let literal = self.string(what, example, errors)?;
        let name = literal.value();
        if let Some(problem) = names::problem(&name) {
            errors.at(literal, problem);
            return None;
        }
        Some(name)
    }

    /// The option's value is SQL text.
    pub(crate) fn sql(&self, what: &str, example: &str, errors: &mut Errors) -> Option<String> {
        let literal = self.string(what, example, errors)?;
        let text = literal.value();
        if text.trim().is_empty() {
            errors.at(literal, format!("`{}` expects {what}, and this is empty", self.key));
            return None;
        }
        Some(text)
    }

    /// The tokens after `=`; `problem` is what to say if there are none.
    pub(crate) fn assigned(&self, problem: &str, errors: &mut Errors) -> Option<TokenStream> {
        match &self.value {
            Value::Assigned(tokens) => Some(tokens.clone()),
            Value::Nothing | Value::List(_) => {
                errors.at(&self.ident, problem);
                None
            }
        }
    }

    /// As [`idents`](Item::idents), at whose end a condition may stand: `(a, b, where = "a > 0")`.
    pub(crate) fn idents_where(&mut self, errors: &mut Errors) -> Option<(Vec<Ident>, Option<String>)> {
        let mut condition = None;
        if let Value::List(tokens) = &mut self.value {
            let mut rest: Vec<TokenTree> = std::mem::take(tokens).into_iter().collect();
            let at = rest.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "where"));
            if let Some(at) = at {
                let end: TokenStream = rest.split_off(at).into_iter().collect();
                condition = parse_items(end, self.attribute, errors).into_iter().next();
                if matches!(rest.last(), Some(TokenTree::Punct(comma)) if comma.as_char() == ',') {
                    rest.pop();
                }
            }
            *tokens = rest.into_iter().collect();
        }
        let condition = match condition {
            Some(item) => Some(item.sql("a boolean SQL expression", "active", errors)?),
            None => None,
        };
        Some((self.idents(errors)?, condition))
    }

    /// The option's value is a list of names in parentheses.
    pub(crate) fn idents(&self, errors: &mut Errors) -> Option<Vec<Ident>> {
        let problem = format!("`{0}` expects fields in parentheses: `{0}(a, b)`", self.key);
        let Value::List(tokens) = &self.value else {
            errors.at(&self.ident, problem);
            return None;
        };
        let parser = |input: ParseStream<'_>| {
            syn::punctuated::Punctuated::<Ident, Token![,]>::parse_terminated_with(input, Ident::parse_any)
        };
        match parser.parse2(tokens.clone()) {
            Ok(idents) if !idents.is_empty() => Some(idents.into_iter().collect()),
            Ok(_) => {
                errors.at(&self.ident, problem);
                None
            }
            Err(_) => {
                errors.at(tokens, problem);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{list, nearest};

    #[test]
    fn a_near_word_is_found() {
        let words = ["primary_key", "unique", "index", "name"];
        assert_eq!(nearest("primry_key", &words), Some("primary_key"));
        assert_eq!(nearest("uniq", &words), Some("unique"));
        assert_eq!(nearest("nme", &words), Some("name"));
        assert_eq!(nearest("colour", &words), None);
    }

    #[test]
    fn words_are_listed() {
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
