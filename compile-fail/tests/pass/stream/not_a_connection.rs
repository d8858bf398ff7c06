//! A stream needs a connection.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people = select(Person).stream(db);
    Ok(())
}

fn main() {}
