//! A table is joined to be selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person, FavoriteColor)).all(db).await?;
    Ok(())
}

fn main() {}
