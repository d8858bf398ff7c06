//! Where no row matches there is none to be read.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    merge(FavoriteColor).using(Person, FavoriteColor::person_id.eq(Person::id)).when_not_matched().filter(Person::id.eq(1)).do_nothing().execute(db).await?;
    Ok(())
}

fn main() {}
