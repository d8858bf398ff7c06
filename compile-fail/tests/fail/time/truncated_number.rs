//! A number is not truncated to a month.

include!("../../../tables.rs");

fn main() {
    let _ = piton::functions::date_trunc("month", Person::age);
}
