//! A column of a table that a join can leave out is an `Option`.

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
    let _ = Adult.of(select((Person::id, Manager.name)).join(Manager, Manager.id.eq(Person::manager_id)));
}
