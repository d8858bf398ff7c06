//! A computed column reads the tables before it.

include!("../../../tables.rs");

#[derive(Cte)]
struct Hue {
    name: String,
}

fn main() {
    let _ = from(Person).cross_join(Hue.computed(FavoriteColor::color)).select(Hue::name);
}
