//! A lateral query reads tables before it.

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
    let _ = select((Person::id, Tick::n)).cross_join(Tick.of(generate_series(1, outer(Manager.age))).lateral());
}
