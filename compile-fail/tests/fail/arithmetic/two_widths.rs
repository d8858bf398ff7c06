//! Numbers of one width are added.

include!("../../../tables.rs");

fn main() {
    let _ = Book::pages + Chapter::number;
}
