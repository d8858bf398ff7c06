//! A query runs itself on the connection.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people = db.all(select(Person)).await?;
    Ok(())
}

fn main() {}
