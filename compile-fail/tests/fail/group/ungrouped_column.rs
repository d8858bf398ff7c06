//! A column beside an aggregate is grouped by.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::name, count(Person::id))).all(db).await?;
    Ok(())
}

fn main() {}
