//! The table of an inner join is no `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(i32, FavoriteColor)> = select((Person::id, FavoriteColor))
        .join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
