//! A query that reads an outer one cannot be run by itself.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    select(Person::id).filter(exists(from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id))))).all(db).await?;
    Ok(())
}

fn main() {}
