//! A stream holds the connection.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut people = select(Person).stream(&mut *db);
    while let Some(person) = people.try_next().await? {
        select(FavoriteColor).filter(FavoriteColor::person_id.eq(person.id)).all(&mut *db).await?;
    }
    Ok(())
}

fn main() {}
