//! The table of a column in a nested tuple is joined.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, (Person::name, FavoriteColor::color))).all(db).await?;
    Ok(())
}

fn main() {}
