//! Rows of a table without a primary key cannot be tracked.

include!("../../../tables.rs");

async fn program(person: Person) {
    let _person = person.track();
}

fn main() {}
