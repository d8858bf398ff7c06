//! A maximum of no rows is NULL.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _oldest: i32 = select(max(Person::age)).one(db).await?;
    Ok(())
}

fn main() {}
