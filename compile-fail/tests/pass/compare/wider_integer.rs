//! An `i32` is compared with an `i32`.

include!("../../../tables.rs");

fn main() {
    let _ = Person::age.gt(25_i32);
}
