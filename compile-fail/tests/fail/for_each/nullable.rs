//! A column that may be NULL is an `Option`.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::email).for_each(db, |email: &str| assert_ne!(email, "")).await?;
    Ok(())
}

fn main() {}
