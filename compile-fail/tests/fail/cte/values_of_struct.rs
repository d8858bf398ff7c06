//! Values are of types that PostgreSQL has.

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
    let _ = values([std::time::Duration::ZERO]);
}
