//! A query in FROM reads the tables beside it only if it is LATERAL.

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
    let _ = select((Person::id, Tick::n)).cross_join(Tick.of(generate_series(1, outer(Person::age))).lateral());
}
