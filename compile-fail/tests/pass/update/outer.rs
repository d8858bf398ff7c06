//! There is no query around an `UPDATE`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, 1).filter(exists(from(FavoriteColor).filter(FavoriteColor::person_id.eq(outer(Person::id))))).execute(db).await?;
    Ok(())
}

fn main() {}
