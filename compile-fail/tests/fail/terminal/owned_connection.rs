//! A connection is lent to a statement.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: Connection) -> Result<(), piton::Error> {
    select(Person).all(db).await?;
    Ok(())
}

fn main() {}
