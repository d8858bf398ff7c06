//! A connection runs one statement at a time.

#[path = "../../tables/mod.rs"]
mod tables;
use tables::*;

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let people = select(Person).all(&mut *db).await?;
    let colors = select(FavoriteColor).all(&mut *db).await?;
    assert_eq!(people.len(), colors.len());
    Ok(())
}

fn main() {}
