//! The table of a column is joined.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, FavoriteColor::color)).all(db).await?;
    Ok(())
}

fn main() {}
