//! A column of a left join is an `Option` in a nested tuple, too.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(i32, (i32, Option<String>))> = select((Person::id, (Person::age, FavoriteColor::color)))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
