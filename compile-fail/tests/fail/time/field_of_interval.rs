//! A field is one that the value has.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::extract(piton::functions::field::DayOfWeek, value(piton::value::Interval::days(1)));
}
