//! OFFSET is a `u32`.

include!("../../../tables.rs");

fn main() {
    let page: u32 = 3;
    let _ = select(Person).limit(10).offset(page * 10);
}
