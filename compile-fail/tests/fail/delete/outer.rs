//! There is no query around a `DELETE`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    delete(Person).filter(Person::age.eq(outer(FavoriteColor::id))).execute(db).await?;
    Ok(())
}

fn main() {}
