//! A comparison with a column of a left join is an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let _rows: Vec<bool> = select(Person::name.eq(FavoriteColor::color))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .all(db)
        .await?;
    Ok(())
}

fn main() {}
