//! A computed column has the type of its field.

include!("../../../tables.rs");

#[derive(Cte)]
struct Decade {
    number: i64,
}

fn main() {
    let _ = from(Person).cross_join(Decade.computed(Person::age / 10)).select(Decade::number);
}
