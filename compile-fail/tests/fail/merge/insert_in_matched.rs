//! Where a row matches none is inserted.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_matched().insert((FavoriteColor::person_id.set(1), FavoriteColor::color.set("x"))).execute(db).await?;
    Ok(())
}

fn main() {}
