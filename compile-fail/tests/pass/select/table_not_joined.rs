//! A table is joined to be selected.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
