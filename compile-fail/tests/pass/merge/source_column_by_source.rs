//! Where the source has no row it has no columns.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_not_matched_by_source().update(FavoriteColor::color.set("x")).execute(db).await?;
    Ok(())
}

fn main() {}
