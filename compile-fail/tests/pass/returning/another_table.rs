//! RETURNING reads tables of the statement.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(FavoriteColor).set(Person::age, 1).every_row().returning((Person::id, FavoriteColor::color)).all(db).await?;
    Ok(())
}

fn main() {}
