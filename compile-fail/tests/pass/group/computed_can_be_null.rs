//! A computed column that can be NULL is an `Option`.

include!("../../../tables.rs");

#[derive(Cte)]
struct Boss {
    id: Option<i32>,
}

fn main() {
    let _ = from(Person).cross_join(Boss.computed(Person::manager_id)).select(Boss::id);
}
