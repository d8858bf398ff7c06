//! The closure returns nothing.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::age).for_each(db, |age: i32| assert!(age > 25)).await?;
    Ok(())
}

fn main() {}
