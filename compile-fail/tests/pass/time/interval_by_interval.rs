//! An interval is multiplied by a number.

include!("../../../tables.rs");

fn main() {
    let _ = value(piton::value::Interval::days(1)) * 2;
}
