//! A function keeps the columns of its arguments.

include!("../../../tables.rs");

fn main() {
    let _ = select((piton::functions::lower(Person::name), count(Person::id))).group_by(Person::age).execute(&mut db());
}

fn db() -> Connection {
    unimplemented!()
}
