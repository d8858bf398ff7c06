//! The columns without a default are filled.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from(FavoriteColor::person_id, select(Person::id)).execute(db).await?;
    Ok(())
}

fn main() {}
