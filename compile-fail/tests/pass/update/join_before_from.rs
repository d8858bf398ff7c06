//! A table is joined to one that FROM names.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(Manager).join(FavoriteColor, FavoriteColor::id.eq(1)).set(Person::age, 1).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
