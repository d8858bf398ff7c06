//! There is no query around a `DELETE`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).filter(exists(from(FavoriteColor).filter(FavoriteColor::id.eq(outer(Person::age))))).execute(db).await?;
    Ok(())
}

fn main() {}
