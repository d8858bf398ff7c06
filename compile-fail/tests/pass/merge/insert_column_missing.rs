//! A new row has the columns that have no default.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_not_matched().insert((FavoriteColor::person_id.set(Person::id), FavoriteColor::color.set("x"))).execute(db).await?;
    Ok(())
}

fn main() {}
