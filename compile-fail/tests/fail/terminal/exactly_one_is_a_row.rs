//! `exactly_one` returns a row.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _alice: Option<Person> = select(Person).exactly_one(db).await?;
    Ok(())
}

fn main() {}
