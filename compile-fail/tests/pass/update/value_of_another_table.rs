//! What a column is set to is read from tables of the statement.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).from(FavoriteColor).set(Person::name, FavoriteColor::color).every_row().execute(db).await?;
    Ok(())
}

fn main() {}
