//! A connection is lent to a statement.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(mut db: Connection) -> Result<(), piton::Error> {
    select(Person).all(&mut db).await?;
    Ok(())
}

fn main() {}
