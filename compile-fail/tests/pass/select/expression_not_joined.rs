//! All tables of an expression are joined.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, Person::age + Person::id)).all(db).await?;
    Ok(())
}

fn main() {}
