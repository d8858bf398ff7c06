//! `one` returns a row.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people: Person = select(Person).one(db).await?;
    Ok(())
}

fn main() {}
