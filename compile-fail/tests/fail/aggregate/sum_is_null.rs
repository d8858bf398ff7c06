//! A sum of no rows is NULL.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _sum: i64 = select(sum(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
