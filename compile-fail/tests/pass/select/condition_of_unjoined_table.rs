//! A selected condition reads joined tables only.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, Person::name.eq("red"))).all(db).await?;
    Ok(())
}

fn main() {}
