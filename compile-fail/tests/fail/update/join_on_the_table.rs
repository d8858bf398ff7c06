//! A join in FROM cannot read the table that is updated.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(Manager).join(FavoriteColor, FavoriteColor::person_id.eq(Person::id)).set(Person::age, 1).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
