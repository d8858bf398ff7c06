//! A column that is NOT NULL is not set to what can be NULL.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_matched().update(FavoriteColor::color.set(Person::name)).execute(db).await?;
    Ok(())
}

fn main() {}
