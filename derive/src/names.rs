//! Names: of Rust in SQL, and of the compiler's tokens.

use proc_macro2::{Ident, Span};

/// PostgreSQL cuts longer names off.
const MAX_NAME: usize = 63;

/// The identifier's text, without `r#`.
pub(crate) fn text(ident: &Ident) -> String {
    let text = ident.to_string();
    text.strip_prefix("r#").map(str::to_owned).unwrap_or(text)
}

/// `FavoriteColor` as `favorite_color`, `HTTPLog` as `http_log`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = '_';
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        let word_starts = c.is_uppercase()
            && before != '_'
            && (!before.is_uppercase() || chars.peek().is_some_and(|next| next.is_lowercase()));
        if word_starts {
            out.push('_');
        }
        out.extend(c.to_lowercase());
        before = c;
    }
    out
}

/// An identifier of the expansion that the compiler shows at the user's token.
///
/// It belongs to the expansion, so that the lints of the user's crate leave it alone.
pub(crate) fn generated(name: &str, at: Span) -> Ident {
    Ident::new(name, Span::call_site().located_at(at))
}

/// The user's identifier, kept raw if it is, as one of the expansion.
pub(crate) fn regenerated(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(Span::call_site().located_at(ident.span()));
    ident
}

/// What is wrong with a name for PostgreSQL, if anything is.
pub(crate) fn problem(name: &str) -> Option<String> {
    if name.is_empty() {
        Some("a name cannot be empty".to_owned())
    } else if name.contains('\0') {
        Some("a name cannot contain the character U+0000".to_owned())
    } else if name.len() > MAX_NAME {
        Some(format!("PostgreSQL's names have at most {MAX_NAME} bytes, and this one has {}", name.len()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn words_are_separated() {
        for (rust, sql) in [
            ("Person", "person"),
            ("FavoriteColor", "favorite_color"),
            ("HTTPLog", "http_log"),
            ("LogHTTP", "log_http"),
            ("A", "a"),
            ("Ab1C", "ab1_c"),
            ("Point2D", "point2_d"),
            ("snake_case", "snake_case"),
            ("Mixed_Case", "mixed_case"),
            ("Äpfel", "äpfel"),
        ] {
            assert_eq!(snake_case(rust), sql);
        }
    }
}
