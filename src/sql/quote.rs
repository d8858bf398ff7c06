//! The one function that quotes identifiers, and the one that quotes literals.

/// Appends an identifier in double quotes.
///
/// Every name is quoted, also where PostgreSQL would not ask for it: which words are reserved changes between
/// its versions. A NUL cannot stand in a statement and is left out, so that the server reports the name as
/// unknown.
pub fn quote_identifier(out: &mut String, name: &str) {
    quote(out, name, '"');
}

/// Appends a string constant in single quotes.
///
/// A backslash makes it an `E''` constant, so that the text does not depend on `standard_conforming_strings`. A NUL
/// becomes an escape that the server refuses: left out, it would make another constant.
pub(crate) fn quote_literal(out: &mut String, text: &str) {
    if text.contains(['\\', '\0']) {
        out.push_str(" E");
        quote(out, &text.replace('\\', "\\\\").replace('\0', "\\000"), '\'');
    } else {
        quote(out, text, '\'');
    }
}

fn quote(out: &mut String, text: &str, mark: char) {
    out.push(mark);
    for c in text.chars().filter(|&c| c != '\0') {
        if c == mark {
            out.push(mark);
        }
        out.push(c);
    }
    out.push(mark);
}
