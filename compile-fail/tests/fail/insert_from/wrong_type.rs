//! An item has the type of its column.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, FavoriteColor::color), select((Person::id, Person::age))).execute(db).await?;
    Ok(())
}

fn main() {}
