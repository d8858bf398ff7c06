//! A window function needs a window.

include!("../../../tables.rs");

fn main() {
    let _ = select(row_number());
}
