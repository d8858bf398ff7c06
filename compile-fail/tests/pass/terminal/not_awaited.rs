//! What is not awaited does nothing.
#![deny(unused_must_use)]

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person).all(db).await?;
    Ok(())
}

fn main() {}
