//! The primary key of one table does not determine another.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person::id, FavoriteColor::color))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .group_by(Person::id)
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
