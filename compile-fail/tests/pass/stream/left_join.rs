//! A stream of a left join has `Option`s.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let mut rows = select((Person::id, FavoriteColor))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .stream(db);
    while let Some((_, color)) = rows.try_next().await? {
        let _: Option<FavoriteColor> = color;
    }
    Ok(())
}

fn main() {}
