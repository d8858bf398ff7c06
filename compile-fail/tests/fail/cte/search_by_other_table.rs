//! SEARCH takes columns of the CTE.

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
    let _ = Tick.of(generate_series(1, 2)).search_depth_first_by(Person::id);
}
