//! A branch sets columns of the table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_matched().update(FavoriteColor::color.set("x")).execute(db).await?;
    Ok(())
}

fn main() {}
