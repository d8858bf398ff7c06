//! `optional` returns an `Option`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _alice: Person = select(Person).optional(db).await?;
    Ok(())
}

fn main() {}
