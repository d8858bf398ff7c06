//! Where no row matches there is none to delete.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_not_matched().delete().execute(db).await?;
    Ok(())
}

fn main() {}
