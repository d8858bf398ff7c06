//! A query returns an item for each column.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, FavoriteColor::color), select((Person::id, Person::name))).execute(db).await?;
    Ok(())
}

fn main() {}
