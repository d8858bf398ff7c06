//! A stream holds the connection.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut people = select(Person).stream(&mut *db);
    while let Some(person) = people.try_next().await? {
        assert!(person.id > 0);
    }
    Ok(())
}

fn main() {}
