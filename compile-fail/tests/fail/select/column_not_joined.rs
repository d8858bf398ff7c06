//! The table of a column is joined.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, FavoriteColor::color)).all(db).await?;
    Ok(())
}

fn main() {}
