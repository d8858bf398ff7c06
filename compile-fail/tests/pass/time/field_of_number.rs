//! A number has no fields.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::extract(piton::functions::field::Year, value(piton::value::Interval::days(1)));
}
