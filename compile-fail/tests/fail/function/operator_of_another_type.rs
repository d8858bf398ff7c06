//! A declared operator checks its operands.

include!("../../../tables.rs");

sql_operator! {
    fn distance(left: String, right: String) -> f32 = "<->";
}

fn main() {
    let _ = distance(Person::name, 1);
}
