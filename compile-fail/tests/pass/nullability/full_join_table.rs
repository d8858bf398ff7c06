//! Both sides of a full join are `Option`s.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(Option<Person>, Option<FavoriteColor>)> = select((Person, FavoriteColor))
        .full_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
