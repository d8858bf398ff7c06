//! `all` returns what is selected.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _people: Vec<FavoriteColor> = select(Person).all(db).await?;
    Ok(())
}

fn main() {}
