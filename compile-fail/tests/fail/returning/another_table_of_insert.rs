//! RETURNING of an `INSERT` reads its table.

include!("../../../tables.rs");

async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    insert(Person::create().name("A").age(1).active(true)).returning(FavoriteColor::color).all(db).await?;
    Ok(())
}

fn main() {}
