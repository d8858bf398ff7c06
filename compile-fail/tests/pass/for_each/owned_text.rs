//! The texts of `for_each` are borrowed.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::name).for_each(db, |name: &str| assert!(!name.is_empty())).await?;
    Ok(())
}

fn main() {}
