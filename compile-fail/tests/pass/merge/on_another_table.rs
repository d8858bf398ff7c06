//! ON reads both tables.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_matched().delete().execute(db).await?;
    Ok(())
}

fn main() {}
