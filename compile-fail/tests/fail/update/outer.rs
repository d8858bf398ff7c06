//! There is no query around an `UPDATE`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    update(Person).set(Person::age, 1).filter(Person::id.eq(outer(FavoriteColor::person_id))).execute(db).await?;
    Ok(())
}

fn main() {}
