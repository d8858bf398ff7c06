//! Numbers as types, for `Source::Id` and `Field::Id`.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::names;

/// A number that no other table or alias has: 40 bits of a hash of its name, its crate and its place.
///
/// `mark` is a mark of the declaration, such as its brace: the name can be one that a macro has got from elsewhere.
pub(crate) fn of_source(ident: &Ident, mark: Span, fields: impl Iterator<Item = String>) -> TokenStream {
    // `new` has fixed keys: the number is the same in every compilation.
    let mut hasher = DefaultHasher::new();
    names::text(ident).hash(&mut hasher);
    for name in ["CARGO_PKG_NAME", "CARGO_PKG_VERSION", "CARGO_CRATE_NAME"] {
        std::env::var(name).ok().hash(&mut hasher);
    }
    for span in [ident.span(), Span::call_site()] {
        let span = span.unwrap();
        (span.file(), span.line(), span.column()).hash(&mut hasher);
    }
    for span in [ident.span(), mark] {
        expansion(span).hash(&mut hasher);
    }
    for field in fields {
        field.hash(&mut hasher);
    }
    digits(hasher.finish(), 10)
}

/// Which expansion of a macro wrote the token: `#0` for what stands in a file.
///
/// What a macro writes twice is twice at the same place. The compiler tells the two apart in the debug form only, which
/// is `#3 bytes(10..20)`; the rest of it is left out, because it changes with every edit of any file.
fn expansion(span: Span) -> String {
    let text = format!("{:?}", span.unwrap());
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// A number that no other column of the table has, of `count` columns.
pub(crate) fn of_column(number: usize, count: usize) -> TokenStream {
    digits(u64::try_from(number).unwrap_or(u64::MAX), column_digits(count))
}

/// How many digits the numbers of `count` columns have.
pub(crate) fn column_digits(count: usize) -> u32 {
    count.saturating_sub(1).checked_ilog(16).unwrap_or(0) + 1
}

/// The last `count` hexadecimal digits, each around those after it.
fn digits(number: u64, count: u32) -> TokenStream {
    (0..count).fold(quote!(()), |rest, i| {
        let digit = Ident::new(&format!("D{:X}", (number >> (4 * i)) & 0xf), Span::call_site());
        quote!(__p::#digit<#rest>)
    })
}
