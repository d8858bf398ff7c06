//! A series is of numbers or timestamps.

include!("../../../tables.rs");

fn main() {
    let _ = piton::query::generate_series_by("a", "z", 1);
}
