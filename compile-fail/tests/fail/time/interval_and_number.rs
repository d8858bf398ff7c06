//! A number is no interval.

include!("../../../tables.rs");

fn main() {
    let _ = value(piton::value::Interval::days(1)) + Person::age;
}
