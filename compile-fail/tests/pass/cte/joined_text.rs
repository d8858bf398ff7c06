//! A table is joined, and no text.

include!("../../../tables.rs");

#[derive(Cte, Debug)]
struct Adult {
    id: i32,
    name: String,
}

#[derive(Cte, Debug)]
struct Tick {
    n: i32,
}

fn main() {
    let _ = select(Person).cross_join(Book);
}
