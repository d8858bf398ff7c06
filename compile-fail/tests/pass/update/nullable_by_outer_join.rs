//! A table that an outer join can leave out has no value for a column that is NOT NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(Manager).left_join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id)).set(Person::email, FavoriteColor::color).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
