//! Between two texts there is none.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::percentile_disc(0.5, Person::name);
}
