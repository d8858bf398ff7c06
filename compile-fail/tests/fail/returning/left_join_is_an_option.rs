//! What an outer join can leave out comes back as an `Option`.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let colors: Vec<String> = delete(Person).using(Manager).left_join(FavoriteColor, FavoriteColor::person_id.eq(Manager.id)).every_row().returning(FavoriteColor::color).all(db).await?;
    Ok(())
}

fn main() {}
