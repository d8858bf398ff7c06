//! A query is run to be iterated.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    for person in select(Person) {
        assert!(person.id > 0);
    }
    let _ = db;
    Ok(())
}

fn main() {}
