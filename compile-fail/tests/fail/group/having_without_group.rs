//! Without GROUP BY, HAVING reads aggregates.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(count(Person::id)).having(Person::age.gt(25)).all(db).await?;
    Ok(())
}

fn main() {}
