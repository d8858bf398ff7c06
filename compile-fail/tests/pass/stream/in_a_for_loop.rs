//! A stream is awaited row by row.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut people = select(Person).stream(db);
    while let Some(person) = people.try_next().await? {
        assert!(person.id > 0);
    }
    Ok(())
}

fn main() {}
