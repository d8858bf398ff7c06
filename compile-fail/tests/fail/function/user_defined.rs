//! A declared function checks its arguments.

include!("../../../tables.rs");

piton::sql_function! {
    fn similarity(left: String, right: String) -> f32;
}

fn main() {
    let _ = similarity(Person::name, Person::age);
}
