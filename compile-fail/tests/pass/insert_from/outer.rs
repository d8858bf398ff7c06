//! There is no query around an `INSERT`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert_from((FavoriteColor::person_id, FavoriteColor::color), select((Person::id, Person::name)).filter(Person::age.eq(1))).execute(db).await?;
    Ok(())
}

fn main() {}
