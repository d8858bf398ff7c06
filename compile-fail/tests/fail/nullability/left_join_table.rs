//! The table of a left join is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<(i32, FavoriteColor)> = select((Person::id, FavoriteColor))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
