//! Elements are those of an array.

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
    let _ = Tick.of(unnest(vec![5]));
}
