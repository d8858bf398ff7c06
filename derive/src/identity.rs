//! Numbers as types, for `Source::Id` and `Field::Id`.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::names;

/// A number that no other table or alias has: 48 bits of a hash of its name, its crate and its place.
pub(crate) fn of_source(ident: &Ident, fields: impl Iterator<Item = String>) -> TokenStream {
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
    for field in fields {
        field.hash(&mut hasher);
    }
    digits(hasher.finish(), 12)
}

/// A number that no other column of the table has.
pub(crate) fn of_column(number: usize) -> TokenStream {
    digits(u64::try_from(number).unwrap_or(u64::MAX), 3)
}

/// The last `count` hexadecimal digits, as nested pairs.
fn digits(number: u64, count: u32) -> TokenStream {
    // The first digits compared are the last ones: those of columns differ there.
    (0..count).rev().fold(quote!(()), |rest, i| {
        let digit = Ident::new(&format!("D{:X}", (number >> (4 * i)) & 0xf), Span::call_site());
        quote!((__p::#digit, #rest))
    })
}
