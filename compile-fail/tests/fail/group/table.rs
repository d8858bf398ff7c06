//! A table is grouped by its primary key.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select((Person, count(FavoriteColor::id)))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .group_by(Person::name)
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
