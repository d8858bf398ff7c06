//! A window is partitioned by expressions.

include!("../../../tables.rs");

fn main() {
    let _ = window().partition_by(Person::name);
}
