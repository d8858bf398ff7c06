//! WITH names a CTE, and not a table.

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
    let _ = with(Adult.of(select((Person::id, Person::name))), select(Adult));
}
