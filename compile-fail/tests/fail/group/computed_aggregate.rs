//! A computed column is made of single rows.

include!("../../../tables.rs");

#[derive(Cte)]
struct Oldest {
    age: Option<i32>,
}

fn main() {
    let _ = from(Person).cross_join(Oldest.computed(max(Person::age))).select(Oldest::age);
}
