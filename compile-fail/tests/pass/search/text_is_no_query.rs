//! A text is no query.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::to_tsvector("english", Person::name).matches_query(piton::functions::plainto_tsquery("english", "cat"));
}
