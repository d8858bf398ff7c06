//! The one function that quotes identifiers, and the one that quotes literals.

/// Appends an identifier in double quotes.
///
/// Every name is quoted, also where PostgreSQL would not ask for it: which words are reserved changes between
/// its versions. A NUL stays, so that the statement is refused before it is sent: left out, it would make another
/// name.
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
    for c in text.chars() {
        if c == mark {
            out.push(mark);
        }
        out.push(c);
    }
    out.push(mark);
}
